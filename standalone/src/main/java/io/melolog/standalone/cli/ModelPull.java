package io.melolog.standalone.cli;

import io.melolog.schemas.model.ModelFormat;
import io.melolog.standalone.model.Download;
import io.melolog.standalone.model.DownloadException;
import io.melolog.standalone.model.KnownModels;
import io.melolog.standalone.model.KnownModels.KnownModel;
import io.melolog.standalone.model.ModelRefusedException;
import io.melolog.standalone.model.ModelWishes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Brings the files of a known model into the folder for downloads. */
final class ModelPull {
    private final KnownModels known;
    private final Path folder;
    private final Progress progress;
    private final Download download = new Download(Download.Patience.DEFAULT);

    ModelPull(KnownModels known, Path folder, Progress progress) {
        this.known = known;
        this.folder = folder;
        this.progress = progress;
    }

    /** Files that arrived and are what they should be. */
    record Pulled(ModelFormat format, List<Path> files, ModelWishes wishes) {
        /** Once they are in the catalogue. */
        void discard() throws IOException {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** @param base address of the folder that has the files */
    Pulled fetch(String name, URI base)
            throws ModelRefusedException, DownloadException, IOException, InterruptedException {
        KnownModel model = known.find(name)
                .orElseThrow(() -> new ModelRefusedException("Nothing is known of where to find " + name
                        + "; known: " + String.join(", ", known.names())
                        + ". Files from elsewhere can be added: melolog models add FILE."));
        URI address = requireHttp(base);
        List<Path> files = new ArrayList<>();
        for (String file : model.files()) {
            files.add(fetch(address, file));
        }
        ModelWishes wishes = new ModelWishes(
                model.name(), null, model.licence(), model.quality(), model.stemWeights(), address.toString());
        return new Pulled(model.format(), files, wishes);
    }

    private Path fetch(URI base, String file) throws DownloadException, IOException, InterruptedException {
        Path target = folder.resolve(file);
        download.fetch(
                base.resolve(file),
                target,
                KnownModel.digestPrefix(file),
                (bytes, total) -> progress.transferring(file, "downloading", bytes, total));
        progress.left(file);
        return target;
    }

    private static URI requireHttp(URI base) throws ModelRefusedException {
        boolean http = "http".equals(base.getScheme()) || "https".equals(base.getScheme());
        if (!http || base.getHost() == null) {
            throw new ModelRefusedException(base + " is not the address of a folder: http://... or https://...");
        }
        return URI.create(base.toString().endsWith("/") ? base.toString() : base + "/");
    }
}
