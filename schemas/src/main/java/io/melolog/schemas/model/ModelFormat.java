package io.melolog.schemas.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a model's files are read. */
public enum ModelFormat {
    /** Checkpoints of Hybrid Transformer Demucs, one {@code .th} file per network; several are a bag. Nothing in them is executed. */
    @JsonProperty("htdemucs")
    HTDEMUCS,
    /** A TorchScript program {@code *.pt} and the {@code model.json} that describes it. The program is executed: add only what you trust. */
    @JsonProperty("torchscript")
    TORCHSCRIPT
}
