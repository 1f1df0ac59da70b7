/** RFC 6120 §4.3: what is negotiated before stanzas flow. The order is data: what a feature needs and forbids. */
import type { Element } from "ltx";
import type { Stream } from "./stream.ts";

export type StreamState = "secure" | "authenticated" | "bound";

export interface StreamFeature {
  readonly name: string;
  /** The namespace of the elements that negotiate it; for an <iq/>, that of its child. */
  readonly ns: string;
  readonly needs: readonly StreamState[];
  readonly forbids: readonly StreamState[];
  /** What stands in <stream:features/>. */
  readonly offer: (stream: Stream) => readonly Element[];
  /** Nothing else of the stream is read until what it returns is settled. */
  readonly negotiate: (stream: Stream, element: Element) => void | Promise<void>;
}
