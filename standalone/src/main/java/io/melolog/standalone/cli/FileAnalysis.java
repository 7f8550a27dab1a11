package io.melolog.standalone.cli;

import io.melolog.standalone.cli.JobDocument.ArtifactView;
import io.melolog.standalone.server.CannotServeException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;

/** One file from upload to the last artifact. */
final class FileAnalysis {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

    private final Path input;
    private final String name;
    private final Path folder;
    private final Map<String, String> fields;

    /**
     * @param folder where the results go, made when there are some
     * @param fields what is asked for, as fields of the submission
     */
    FileAnalysis(Path input, String name, Path folder, Map<String, String> fields) {
        this.input = input;
        this.name = name;
        this.folder = folder;
        this.fields = Map.copyOf(fields);
    }

    String name() {
        return name;
    }

    /**
     * Blocks until the file is done with; says so to {@code progress}.
     *
     * @param transfers how many files are uploaded or downloaded at once
     * @return whether the job completed and everything of it is in the folder
     */
    boolean run(MelologClient client, Progress progress, Semaphore transfers) throws InterruptedException {
        try {
            JobDocument job = awaitEnd(client, progress, upload(client, progress, transfers));
            if (!job.isCompleted()) {
                progress.failed(
                        name,
                        job.error() == null
                                ? "no reason was given"
                                : job.error().text());
                return false;
            }
            download(client, job, transfers);
            progress.finished(name, StageText.summary(job) + " -> " + folder);
            return true;
        } catch (FileNotFoundException | FileSystemException e) {
            progress.failed(name, fileReason(e));
        } catch (ApiException | IOException | CannotServeException e) {
            progress.failed(name, e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
        }
        return false;
    }

    private JobDocument upload(MelologClient client, Progress progress, Semaphore transfers)
            throws ApiException, IOException, InterruptedException, CannotServeException {
        transfers.acquire();
        try {
            progress.uploading(name);
            Path fileName = input.getFileName();
            return client.submit(
                    input,
                    fileName == null ? name : fileName.toString(),
                    fields,
                    UUID.randomUUID().toString());
        } finally {
            transfers.release();
        }
    }

    private JobDocument awaitEnd(MelologClient client, Progress progress, JobDocument submitted)
            throws ApiException, IOException, InterruptedException, CannotServeException {
        JobDocument job = submitted;
        Duration pause = FIRST_PAUSE;
        while (!job.isFinal()) {
            progress.job(name, job);
            Thread.sleep(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            job = client.job(job.id());
        }
        progress.job(name, job);
        return job;
    }

    /** The document comes last: where it is, everything is. */
    private void download(MelologClient client, JobDocument job, Semaphore transfers)
            throws ApiException, IOException, InterruptedException, CannotServeException {
        transfers.acquire();
        try {
            Files.createDirectories(folder);
            for (ArtifactView artifact : job.artifactsOrNone()) {
                client.download(job.id(), artifact, folder.resolve(OutputFolders.safe(artifact.name())));
            }
            AtomicFiles.write(folder.resolve("job.json"), client.jobJson(job.id()));
        } finally {
            transfers.release();
        }
    }

    private static String fileReason(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> "no such file: " + missing.getFile();
            case AccessDeniedException denied -> "permission denied: " + denied.getFile();
            default -> String.valueOf(e.getMessage());
        };
    }
}
