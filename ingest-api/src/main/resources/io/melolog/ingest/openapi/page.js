'use strict';

// Shows the OpenAPI document of the server that this page came from, and sends requests to it. Text goes into the page as text, never as HTML.

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key.startsWith('on')) {
      made.addEventListener(key.slice(2), value);
    } else if (value !== undefined && value !== false) {
      made.setAttribute(key, value === true ? '' : value);
    }
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

function resolver(root) {
  return function resolve(node) {
    let found = node;
    while (found && found.$ref) {
      found = found.$ref.slice(2).split('/').reduce((at, key) => at[key.replace(/~1/g, '/').replace(/~0/g, '~')], root);
    }
    return found;
  };
}

function typeOf(schema, resolve) {
  const actual = resolve(schema);
  if (schema.$ref && actual.properties) {
    return schema.$ref.split('/').pop();
  }
  if (actual.oneOf) {
    return actual.oneOf.map((one) => typeOf(one, resolve)).join(' or ');
  }
  if (actual.enum) {
    return actual.enum.map((value) => JSON.stringify(value)).join(', ');
  }
  const type = [].concat(actual.type || 'any').join(' or ');
  return type === 'array' && actual.items ? 'array of ' + typeOf(actual.items, resolve) : type;
}

function fieldsTable(caption, rows) {
  const head = element('tr', {}, ...['Name', 'Type', 'Meaning'].map((title) => element('th', { scope: 'col' }, title)));
  const body = rows.map(([name, type, meaning]) =>
    element('tr', {}, element('td', {}, element('code', {}, name)), element('td', {}, type), element('td', {}, meaning)));
  return element('table', {}, element('caption', {}, caption), element('thead', {}, head), element('tbody', {}, ...body));
}

function schemaTable(schema, resolve) {
  const actual = resolve(schema);
  return fieldsTable(schema.$ref ? schema.$ref.split('/').pop() : 'Fields', Object.entries(actual.properties).map(([name, field]) => [
    name + ((actual.required || []).includes(name) ? '' : ' (optional)'), typeOf(field, resolve), field.description || resolve(field).description || '']));
}

function show(value) {
  return element('pre', { tabindex: '0' }, typeof value === 'string' ? value : JSON.stringify(value, null, 2));
}

function responseView(status, response, resolve) {
  const parts = [element('h4', {}, status + ' '), element('p', {}, response.description)];
  const headers = Object.entries(response.headers || {}).map(([name, header]) => [name, typeOf(resolve(header).schema, resolve), resolve(header).description]);
  if (headers.length) {
    parts.push(fieldsTable('Headers', headers));
  }
  for (const [type, content] of Object.entries(response.content || {})) {
    parts.push(element('p', {}, element('code', {}, type)));
    if (resolve(content.schema).properties && type === 'application/json') {
      parts.push(schemaTable(content.schema, resolve));
    }
    for (const example of Object.values(content.examples || {})) {
      const actual = resolve(example);
      parts.push(element('details', {}, element('summary', {}, 'Example: ' + actual.summary), show(actual.value)));
    }
  }
  return element('section', {}, ...parts);
}

function input(id, parameter) {
  const name = parameter.name + (parameter.required ? '' : ' (optional)');
  return element('div', {},
    element('label', { for: id }, name + ' ', element('span', { class: 'hint' }, parameter.description)),
    element('input', { id, 'data-name': parameter.name, 'data-in': parameter.in, placeholder: String(parameter.example), spellcheck: 'false',
      required: parameter.required }));
}

function formInputs(id, schema, resolve) {
  return Object.entries(resolve(schema).properties).map(([name, field]) => {
    const actual = resolve(field);
    const isFile = name === 'file';
    return element('div', {},
      element('label', { for: id + name }, name + ' ', element('span', { class: 'hint' }, actual.description)),
      element('input', { id: id + name, 'data-part': name, type: isFile ? 'file' : 'text', multiple: actual.type === 'array',
        required: (resolve(schema).required || []).includes(name) }));
  });
}

function bodyInputs(id, operation, resolve) {
  const content = (operation.requestBody || { content: {} }).content;
  if (content['multipart/form-data']) {
    return formInputs(id, content['multipart/form-data'].schema, resolve);
  }
  if (content['application/json']) {
    const example = resolve(Object.values(content['application/json'].examples)[0]).value;
    return [element('label', { for: id + 'json' }, 'JSON'), element('textarea', { id: id + 'json', rows: '4', 'data-json': true }, JSON.stringify(example))];
  }
  return [];
}

function request(form, path, method) {
  const headers = {};
  const query = new URLSearchParams();
  let target = path;
  for (const field of form.querySelectorAll('[data-in]')) {
    if (field.dataset.in === 'path') {
      target = target.replace('{' + field.dataset.name + '}', encodeURIComponent(field.value));
    } else if (field.value !== '' && field.dataset.in === 'query') {
      query.set(field.dataset.name, field.value);
    } else if (field.value !== '') {
      headers[field.dataset.name] = field.value;
    }
  }
  const token = document.getElementById('token').value;
  if (token !== '') {
    headers.Authorization = 'Bearer ' + token;
  }
  return { url: target + (query.size ? '?' + query : ''), options: { method, headers, body: body(form, headers), redirect: 'manual', cache: 'no-store' } };
}

function body(form, headers) {
  const json = form.querySelector('[data-json]');
  if (json) {
    headers['Content-Type'] = 'application/json';
    return json.value;
  }
  const parts = form.querySelectorAll('[data-part]');
  if (!parts.length) {
    return undefined;
  }
  const data = new FormData();
  for (const part of parts) {
    if (part.type === 'file') {
      [...part.files].forEach((file) => data.append(part.dataset.part, file, file.name));
    } else if (part.value !== '') {
      data.append(part.dataset.part, part.value);
    }
  }
  return data;
}

async function answerView(answer, url) {
  if (answer.type === 'opaqueredirect') {
    return [element('p', {}, 'The server leads elsewhere: ', element('a', { href: url, rel: 'noreferrer' }, 'follow'), '.')];
  }
  const headers = [...answer.headers].map(([name, value]) => name + ': ' + value).join('\n');
  const text = await answer.text();
  const parts = [element('p', { class: answer.ok ? '' : 'bad' }, 'Answered ' + answer.status), show(headers)];
  try {
    const json = JSON.parse(text);
    parts.push(show(json));
    if (answer.status >= 400 && typeof json.type === 'string' && json.type.startsWith('/')) {
      parts.push(element('p', {}, element('a', { href: json.type }, 'What this problem means')));
    }
  } catch (notJson) {
    parts.push(show(text));
  }
  return parts;
}

async function events(answer, output, stopped) {
  const shown = show('');
  output.append(shown);
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  stopped.addEventListener('abort', () => reader.cancel());
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    shown.append(chunk.value);
  }
}

function tryForm(id, path, method, operation, resolve) {
  const output = element('div', { 'aria-live': 'polite' });
  let running = new AbortController();
  const send = async (event) => {
    event.preventDefault();
    running.abort();
    running = new AbortController();
    const { url, options } = request(event.target, path, method);
    output.replaceChildren(element('p', {}, method + ' ' + url + ' …'));
    try {
      const answer = await fetch(url, { ...options, signal: running.signal });
      if ((answer.headers.get('content-type') || '').startsWith('text/event-stream')) {
        await events(answer, output, running.signal);
      } else {
        output.replaceChildren(...await answerView(answer, url));
      }
    } catch (failure) {
      if (failure.name !== 'AbortError') {
        output.replaceChildren(element('p', { class: 'bad' }, 'No answer: ' + failure.message));
      }
    }
  };
  const parameters = (operation.parameters || []).map(resolve);
  return element('form', { onsubmit: send },
    element('h3', {}, 'Try it'),
    ...parameters.map((parameter) => input(id + parameter.in + parameter.name, parameter)),
    ...bodyInputs(id, operation, resolve),
    element('button', { type: 'submit' }, 'Send ' + method),
    output);
}

function callView(path, method, operation, resolve) {
  const view = element('div');
  const details = element('details', { class: 'call', id: operation.operationId },
    element('summary', {}, element('span', { class: 'method' }, method), element('code', {}, path), ' ' + operation.summary), view);
  details.addEventListener('toggle', () => {
    if (details.open && !view.hasChildNodes()) {
      view.append(element('p', {}, operation.description),
        tryForm(operation.operationId + '-', path, method, operation, resolve),
        element('h3', {}, 'Answers'),
        ...Object.entries(operation.responses).map(([status, response]) => responseView(status, resolve(response), resolve)));
    }
  });
  return details;
}

async function start() {
  const calls = document.getElementById('calls');
  try {
    const api = await (await fetch('/v1/openapi.json')).json();
    const resolve = resolver(api);
    document.getElementById('about').append(...api.info.description.split('\n\n').map((text) => element('p', {}, text)));
    for (const tag of api.tags) {
      calls.append(element('h2', {}, tag.name), element('p', {}, tag.description));
      for (const [path, methods] of Object.entries(api.paths)) {
        for (const [method, operation] of Object.entries(methods)) {
          if (operation.tags.includes(tag.name)) {
            calls.append(callView(path, method.toUpperCase(), operation, resolve));
          }
        }
      }
    }
    const linked = document.getElementById(location.hash.slice(1));
    if (linked && linked.tagName === 'DETAILS') {
      linked.open = true;
      linked.scrollIntoView();
    }
  } catch (failure) {
    calls.append(element('p', { class: 'bad' }, 'The document cannot be read: ' + failure.message));
  }
}

start();
