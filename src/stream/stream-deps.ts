/** What all streams of one listener are given. */
import type { Logger } from "../log.ts";
import type { XmlLimits } from "../xml/limits.ts";
import type { NegotiatingStream, StreamFeature } from "./feature.ts";

export interface StreamDeps {
  readonly domains: ReadonlySet<string>;
  /** What former domains are called now. */
  readonly formerDomains?: ReadonlyMap<string, string> | undefined;
  readonly contentNamespace: string;
  readonly features: readonly StreamFeature[];
  readonly limits: { readonly stranger: XmlLimits; readonly authenticated: XmlLimits };
  /** Milliseconds from the connection to the bound resource. */
  readonly negotiationTime: number;
  /** What else this server's header declares: the namespaces of prefixes that are used on the stream. */
  readonly declarations?: Readonly<Record<string, string>>;
  /** Called for each header of the peer, before the features are sent. Throws StreamError to refuse it. */
  readonly onHeader?: (stream: NegotiatingStream) => void;
  /** Called when the peer has authenticated. */
  readonly onAuthenticated?: () => void;
  readonly id: () => string;
  readonly log: Logger;
}
