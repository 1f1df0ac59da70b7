import { BIND2, signIn } from "../../../support/client/sasl2.ts";
import type { Attack } from "../attack.ts";
import { type AttackContext, repeatNumbered } from "../attack-context.ts";

const message = (to: string, body: string): string =>
  `<message to='${to}@localhost' type='chat'><body>${body}</body></message>`;

/** Messages of 480 kB, ten by each of `apps` sessions: one connection may not send more at once. */
async function sendLarge(context: AttackContext, apps: number, to: string): Promise<string> {
  const senders = await context.enterMany("tybalt", apps);
  const each = async (sender: (typeof senders)[number]): Promise<void> => {
    for (let n = 0; n < 10; n += 1) sender.sends(message(to, "x".repeat(480_000)));
    await sender.pings();
  };
  await Promise.all(senders.map(each));
  const outcomes = new Set(senders.map((sender) => sender.answerSummary()));
  for (const sender of senders) sender.leaves();
  return [...outcomes].join(" / ");
}

export const offlineRead: Attack = {
  name: "offline-read",
  about: "40 messages of 480 kB wait for somebody, who then signs in with Bind 2, which clears them.",
  accounts: ["tybalt", "juliet"],
  run: async (context) => {
    const stored = await sendLarge(context, 4, "juliet");
    await context.startMeasurement();
    const client = await context.openStream();
    const reader = { username: "juliet", password: context.password, mechanism: "SCRAM-SHA-256" };
    await signIn(client, { ...reader, inline: [`<bind xmlns='${BIND2}'/>`] });
    const attacker = context.attacker(client);
    attacker.sends("<presence/>");
    await attacker.pings();
    return `stored: ${stored}; signed in: ${attacker.answerSummary()}`;
  },
};

export const offlineDisk: Attack = {
  name: "offline-disk",
  about: "20 messages of 480 kB to somebody who is away.",
  accounts: ["tybalt", "juliet"],
  run: async (context) => {
    await context.startMeasurement();
    return sendLarge(context, 2, "juliet");
  },
};

export const offlineMany: Attack = {
  name: "offline-many",
  about: "20,000 short messages to somebody who is away.",
  accounts: ["tybalt", "juliet"],
  settings: ["offline.max_messages=30000"],
  run: async (context) => {
    const sender = await context.enter("tybalt");
    await context.startMeasurement();
    const limits: string[] = [];
    for (let round = 0; round < 4; round += 1) {
      const began = performance.now();
      sender.sends(repeatNumbered(5000, (n) => message("juliet", `${round} ${n}`)));
      await sender.pings();
      limits.push(((performance.now() - began) / 5000).toFixed(2));
    }
    return `${limits.join(", ")} ms a message in each quarter; ${sender.answerSummary()}`;
  },
};

export const combiningMarks: Attack = {
  name: "combining-marks",
  about:
    "a letter with 20,000 combining marks in a message of 40 kB, ten times; the text index is awaited, and one search.",
  accounts: ["tybalt", "juliet"],
  run: async (context) => {
    const sender = await context.enter("tybalt");
    await context.startMeasurement();
    for (let n = 0; n < 10; n += 1) sender.sends(message("juliet", `a${"\u0344\u0323".repeat(10_000)}`));
    await sender.pings();
    await Bun.sleep(8000);
    const field = "<field var='{urn:xmpp:fulltext:0}fulltext'><value>word</value></field>";
    const type = "<field var='FORM_TYPE'><value>urn:xmpp:mam:2</value></field>";
    const form = `<x xmlns='jabber:x:data' type='submit'>${type}${field}</x>`;
    await sender.asks(`<iq type='set'><query xmlns='urn:xmpp:mam:2'>${form}</query></iq>`);
    await sender.pings();
    return sender.answerSummary();
  },
};

const CHATTERS = Array.from({ length: 20 }, (_, n) => `chatter${n}`);

export const indexBehind: Attack = {
  name: "index-behind",
  about: "20 people write 5,000 messages each to one another, as fast as they are taken.",
  accounts: CHATTERS,
  run: async (context) => {
    const all = await Promise.all(CHATTERS.map((name) => context.enter(name)));
    for (const one of all) one.sends("<presence/>");
    await context.startMeasurement();
    const body = "But, soft! what light through yonder window breaks? It is the east.";
    const sendings = all.map((one, index) => {
      one.sends(repeatNumbered(5000, (n) => message(`chatter${(index + 1) % 20}`, `${body} ${n}`)));
      return one.pings();
    });
    await Promise.all(sendings);
    return [...new Set(all.map((one) => one.answerSummary()))].slice(0, 3).join(" / ");
  },
};
