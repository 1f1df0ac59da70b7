import { BIND2, signIn } from "../../../support/client/sasl2.ts";
import type { Attack } from "../attack.ts";
import { type AttackContext, numbered } from "../attack-context.ts";

const message = (to: string, body: string): string =>
  `<message to='${to}@localhost' type='chat'><body>${body}</body></message>`;

/** Messages of 480 kB, ten by each of as many apps: more than that at once is beyond the pace of one connection. */
async function sayLarge(stage: AttackContext, apps: number, to: string): Promise<string> {
  const senders = await stage.crowd("tybalt", apps);
  const each = async (sender: (typeof senders)[number]): Promise<void> => {
    for (let n = 0; n < 10; n += 1) sender.says(message(to, "x".repeat(480_000)));
    await sender.isHeard();
  };
  await Promise.all(senders.map(each));
  const words = new Set(senders.map((sender) => sender.answers()));
  for (const sender of senders) sender.leaves();
  return [...words].join(" / ");
}

export const offlineRead: Attack = {
  name: "offline-read",
  about: "40 messages of 480 kB wait for somebody, who then signs in with Bind 2, which clears them.",
  accounts: ["tybalt", "juliet"],
  play: async (stage) => {
    const stored = await sayLarge(stage, 4, "juliet");
    await stage.begins();
    const client = await stage.stranger();
    const reader = { username: "juliet", password: stage.password, mechanism: "SCRAM-SHA-256" };
    await signIn(client, { ...reader, inline: [`<bind xmlns='${BIND2}'/>`] });
    const attacker = stage.attacker(client);
    attacker.says("<presence/>");
    await attacker.isHeard();
    return `stored: ${stored}; signed in: ${attacker.answers()}`;
  },
};

export const offlineDisk: Attack = {
  name: "offline-disk",
  about: "20 messages of 480 kB to somebody who is away.",
  accounts: ["tybalt", "juliet"],
  play: async (stage) => {
    await stage.begins();
    return sayLarge(stage, 2, "juliet");
  },
};

export const offlineMany: Attack = {
  name: "offline-many",
  about: "20,000 short messages to somebody who is away.",
  accounts: ["tybalt", "juliet"],
  settings: ["offline.max_messages=30000"],
  play: async (stage) => {
    const sender = await stage.enter("tybalt");
    await stage.begins();
    const paces: string[] = [];
    for (let round = 0; round < 4; round += 1) {
      const began = performance.now();
      sender.says(numbered(5000, (n) => message("juliet", `${round} ${n}`)));
      await sender.isHeard();
      paces.push(((performance.now() - began) / 5000).toFixed(2));
    }
    return `${paces.join(", ")} ms a message in each quarter; ${sender.answers()}`;
  },
};

export const combiningMarks: Attack = {
  name: "combining-marks",
  about:
    "a letter with 20,000 combining marks in a message of 40 kB, ten times; the text index is awaited, and one search.",
  accounts: ["tybalt", "juliet"],
  play: async (stage) => {
    const sender = await stage.enter("tybalt");
    await stage.begins();
    for (let n = 0; n < 10; n += 1) sender.says(message("juliet", `a${"\u0344\u0323".repeat(10_000)}`));
    await sender.isHeard();
    await Bun.sleep(8000);
    const field = "<field var='{urn:xmpp:fulltext:0}fulltext'><value>word</value></field>";
    const type = "<field var='FORM_TYPE'><value>urn:xmpp:mam:2</value></field>";
    const form = `<x xmlns='jabber:x:data' type='submit'>${type}${field}</x>`;
    await sender.asks(`<iq type='set'><query xmlns='urn:xmpp:mam:2'>${form}</query></iq>`);
    await sender.isHeard();
    return sender.answers();
  },
};

const CHATTERS = Array.from({ length: 20 }, (_, n) => `chatter${n}`);

export const indexBehind: Attack = {
  name: "index-behind",
  about: "20 people write 5,000 messages each to one another, as fast as they are taken.",
  accounts: CHATTERS,
  play: async (stage) => {
    const all = await Promise.all(CHATTERS.map((name) => stage.enter(name)));
    for (const one of all) one.says("<presence/>");
    await stage.begins();
    const body = "But, soft! what light through yonder window breaks? It is the east.";
    const writing = all.map((one, index) => {
      one.says(numbered(5000, (n) => message(`chatter${(index + 1) % 20}`, `${body} ${n}`)));
      return one.isHeard();
    });
    await Promise.all(writing);
    return [...new Set(all.map((one) => one.answers()))].slice(0, 3).join(" / ");
  },
};
