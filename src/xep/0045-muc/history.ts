/** XEP-0045 §7.2.13, §7.2.14: what was said before, to who enters: as much as is wanted, and no more than is allowed. */
import type { Element } from "ltx";
import { addressed, xml } from "../../stanza.ts";
import { parseElement } from "../../xml/parse-element.ts";
import { print } from "../../xml/print.ts";
import type { Engine } from "./engine.ts";
import { MUC } from "./namespaces.ts";
import type { Room } from "./room.ts";

const NS_DELAY = "urn:xmpp:delay";
/** XEP-0082: date and time in UTC. */
const DATE_TIME = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})$/;

interface Wanted {
  readonly chars: number;
  readonly stanzas: number;
  /** Milliseconds since 1970. */
  readonly since: number;
}

/** Limits that are no numbers are none. */
export function wantedHistory(join: Element, now: number): Wanted {
  const { maxchars, maxstanzas, seconds, since } = join.getChild("x", MUC)?.getChild("history")?.attrs ?? {};
  const age = numberIn(seconds);
  const time = DATE_TIME.test(since ?? "") ? Date.parse(since) : Number.NaN;
  return {
    chars: numberIn(maxchars),
    stanzas: numberIn(maxstanzas),
    since: Math.max(Number.isFinite(age) ? now - age * 1000 : 0, Number.isNaN(time) ? 0 : time),
  };
}

const numberIn = (text: string | undefined): number => (/^[0-9]{1,15}$/.test(text ?? "") ? Number(text) : Infinity);

/** Sends it to one client (its full JID). */
export function sendHistory({ messages, config, now, spread }: Engine, room: Room, to: string, join: Element): void {
  const { chars, stanzas, since } = wantedHistory(join, now());
  const most = Math.min(stanzas, room.config.maxhistoryfetch, config.max_history);
  if (most === 0 || chars === 0) return;
  const shown: Element[] = [];
  let length = 0;
  for (const { id, xml: text } of messages.newest(room, since * 1000 - 1, most)) {
    const message = delayed(parseElement(text), room.jid.bare, Math.floor(id / 1000));
    length += print(addressed(message, { to })).length;
    if (length > chars) break;
    shown.unshift(message);
  }
  for (const message of shown) spread(message, [to]);
}

/** The message says when the room got it; `time` in milliseconds since 1970. */
export function delayed(message: Element, by: string, time: number): Element {
  message.cnode(xml("delay", { xmlns: NS_DELAY, from: by, stamp: new Date(time).toISOString() }));
  return message;
}
