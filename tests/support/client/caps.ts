/** XEP-0115: what a client announces in presence, and its answer to disco#info. */
import { createHash } from "node:crypto";
import type { Element } from "ltx";
import type { Client } from "./client.ts";

const NODE = "https://bench.example/app";
const DISCO = "http://jabber.org/protocol/disco#info";
const IDENTITY = "client/pc//bench";

export interface CapsClient {
  /** The <c/> element for presence. */
  readonly caps: string;
  /** Answers a disco#info query; returns false for any other element. */
  readonly answers: (client: Client, element: Element) => boolean;
}

/** A client with these features beside disco#info. */
export function capsClient(...others: readonly string[]): CapsClient {
  const features = [DISCO, ...others].sort();
  const hash = createHash("sha1").update([IDENTITY, ...features].map((text) => `${text}<`).join(""));
  const ver = hash.digest("base64");
  const info = features.map((feature) => `<feature var='${feature}'/>`).join("");
  return {
    caps: `<c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='${NODE}' ver='${ver}'/>`,
    answers: (client, { name, attrs, children }) => {
      if (name !== "iq" || attrs.type !== "get") return false;
      const query = (children as readonly Element[]).find((child) => child.attrs?.xmlns === DISCO);
      if (!query) return false;
      const node = query.attrs.node === undefined ? "" : ` node='${query.attrs.node}'`;
      const identity = "<identity category='client' type='pc' name='bench'/>";
      client.send(
        `<iq type='result' id='${attrs.id}' to='${attrs.from ?? ""}'><query xmlns='${DISCO}'${node}>${identity}${info}</query></iq>`,
      );
      return true;
    },
  };
}
