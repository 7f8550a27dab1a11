# One image per service: docker build --build-arg SERVICE=ingest-api .
FROM eclipse-temurin:25-jdk AS build
WORKDIR /src
COPY . .
ARG SERVICE
RUN ./mvnw -q -DskipTests -Dquick -pl "${SERVICE}" -am package \
 && mkdir /app \
 && cp -r "${SERVICE}/target/lib" /app/lib \
 && cp "${SERVICE}"/target/"${SERVICE}"-*.jar /app/service.jar

FROM eclipse-temurin:25-jre
RUN useradd --system --uid 10001 melolog && mkdir /data && chown melolog /data
USER melolog
WORKDIR /app
COPY --from=build /app /app
VOLUME /data
ENV MELOLOG_DATA_DIR=/data
ENTRYPOINT ["java", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-XX:MaxRAMPercentage=60", "-jar", "/app/service.jar"]
