/** The section [metrics] of config.toml. */
import { listener, type Options, text } from "../options.ts";

export const METRICS_OPTIONS = {
  listen: listener("off", "Where numbers for Prometheus are read (HTTP, /metrics); not secured."),
  token: text(
    "",
    "The token that whoever reads them has to send (Authorization: Bearer); needed where others than this machine reach the port.",
  ),
} as const satisfies Options;
