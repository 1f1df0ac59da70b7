/** What tells the streams of one listener from those of another. */
import type { Logger } from "../log.ts";
import type { XmlLimits } from "../xml/stream-parser.ts";
import type { StreamFeature } from "./feature.ts";
import type { Stream } from "./stream.ts";

/** What a stream is given: the same for all streams of a listener. */
export interface StreamDeps {
  readonly domains: ReadonlySet<string>;
  readonly contentNamespace: string;
  readonly features: readonly StreamFeature[];
  readonly limits: { readonly stranger: XmlLimits; readonly authenticated: XmlLimits };
  /** Milliseconds from the connection to the bound resource. */
  readonly negotiationTime: number;
  /** What else our header says: the namespaces of prefixes that are used on the stream. */
  readonly declarations?: Readonly<Record<string, string>>;
  /** The peer has opened its stream, for the first time or again; it is told the features next. Throws StreamError. */
  readonly onHeader?: (stream: Stream) => void;
  readonly id: () => string;
  readonly log: Logger;
}
