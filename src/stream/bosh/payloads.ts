/** XEP-0124 §8: what waits for a request that can carry it, as it is printed into a <body/>. */
import type { Element } from "ltx";
import { NS_BOSH, NS_CLIENT, NS_STREAMS } from "../../namespaces.ts";
import { isStanzaName } from "../../stanza.ts";
import { print, printValue } from "../../xml/print.ts";
import { weightOf } from "../../xml/weight.ts";

export interface Payload {
  readonly element: Element;
  /** As it is printed on any stream: a stanza declares no namespace. */
  readonly text: string;
}

export type ResponseAttributes = Readonly<Record<string, string | number | undefined>>;

/** Whether the namespace of stanzas is that of the stream, which a <body/> does not declare (XEP-0206 §2). */
const isBare = ({ name, attrs }: Element): boolean => attrs.xmlns === undefined && !name.includes(":");

export const isStreamError = ({ element: { name } }: Payload): boolean => name === "stream:error";

export class Payloads {
  #waiting: Payload[] = [];
  #bytes = 0;
  #weight = 0;

  /** Bytes of what waits, as it is sent. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Bytes of what waits, in memory. */
  get weight(): number {
    return this.#weight;
  }

  /** Returns how many bytes it is. */
  add(element: Element): number {
    return this.#keep({ element, text: print(element) });
  }

  takeAll(): readonly Payload[] {
    return this.take(() => true);
  }

  take(isWanted: (payload: Payload) => boolean): readonly Payload[] {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#bytes = 0;
    this.#weight = 0;
    const taken: Payload[] = [];
    for (const payload of waiting)
      if (isWanted(payload)) taken.push(payload);
      else this.#keep(payload);
    return taken;
  }

  #keep(payload: Payload): number {
    const bytes = Buffer.byteLength(payload.text);
    this.#waiting.push(payload);
    this.#bytes += bytes;
    this.#weight += bytes + weightOf(payload.element, bytes);
    return bytes;
  }
}

/** The stanzas among them. */
export const stanzasOf = (payloads: readonly Payload[]): readonly Element[] =>
  payloads.map(({ element }) => element).filter((element) => isBare(element) && isStanzaName(element.name));

/** A <body/> with these attributes, printed. */
export function printBody(attributes: ResponseAttributes, payloads: readonly Payload[] = []): string {
  let start = `<body xmlns="${NS_BOSH}"`;
  for (const name in attributes) {
    const value = attributes[name];
    if (value !== undefined) start += ` ${name}="${printValue(String(value))}"`;
  }
  if (payloads.length === 0) return `${start}/>`;
  // XEP-0206 §2.
  if (payloads.some(({ element }) => element.name.startsWith("stream:"))) start += ` xmlns:stream="${NS_STREAMS}"`;
  return `${start}>${payloads.map(printPayload).join("")}</body>`;
}

function printPayload({ element, text }: Payload): string {
  const end = 1 + element.name.length;
  return isBare(element) ? `${text.slice(0, end)} xmlns="${NS_CLIENT}"${text.slice(end)}` : text;
}
