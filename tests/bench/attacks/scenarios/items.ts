import type { Attack } from "../attack.ts";
import { type AttackContext, repeatNumbered } from "../attack-context.ts";
import type { Attacker } from "../attacker.ts";
import { withMostElements } from "../heavy.ts";
import { ITEMS, inPubsub, publish } from "../pubsub.ts";

const named = (owner: Attacker, count: number): string =>
  `<iq type='get' to='${owner.account}'>${inPubsub(`<items node='n'>${"<item id='i'/>".repeat(count)}</items>`)}</iq>`;

export const itemsNamed: Attack = {
  name: "items-named",
  about: "a stranger asks for the same item of 250 kB 1,000 times in one request.",
  accounts: ["tybalt", "juliet"],
  run: async (context) => {
    const [owner, reader] = [await context.enter("tybalt"), await context.enter("juliet")];
    await owner.asks(publish("n", `<item id='i'><a xmlns='urn:a'>${"x".repeat(249_000)}</a></item>`));
    await context.startMeasurement();
    await reader.asks(named(owner, 1000));
    await reader.pings();
    return reader.answerSummary();
  },
};

/** An item with many elements, read 40 times in one request. */
const itemOfElements = async (
  context: AttackContext,
  owner: Attacker,
  reader: Attacker,
  count: number,
): Promise<string> => {
  await owner.asks(publish("n", `<item id='i'><a xmlns='urn:a'>${"<b/>".repeat(count)}</a></item>`));
  if (owner.isOver) return `${count.toLocaleString("en")} elements: ${owner.answerSummary()}; `;
  await context.startMeasurement();
  await reader.asks(named(owner, 40));
  await reader.pings();
  return `${count.toLocaleString("en")} elements: ${reader.answerSummary()}`;
};

export const itemsOfElements: Attack = {
  name: "items-elements",
  about: "the same 40 times with an item of 62,000 small elements, or of as many as the server takes.",
  accounts: ["tybalt", "juliet"],
  run: async (context) => {
    const reader = await context.enter("juliet");
    const refused = await itemOfElements(context, await context.enter("tybalt"), reader, 62_000);
    if (!refused.endsWith("; ")) return refused;
    return refused + (await itemOfElements(context, await context.enter("tybalt"), reader, 6000));
  },
};

export const nodesListed: Attack = {
  name: "nodes-listed",
  about: "1,000 nodes of one account at the service, listed by somebody else 20 times.",
  accounts: ["tybalt", "juliet"],
  run: async (context) => {
    const [owner, reader] = [await context.enter("tybalt"), await context.enter("juliet")];
    owner.sends(
      repeatNumbered(
        1000,
        (n) => `<iq type='set' id='c${n}' to='pubsub.localhost'>${inPubsub(`<create node='n${n}'/>`)}</iq>`,
      ),
    );
    await owner.pings();
    await context.startMeasurement();
    for (let n = 0; n < 20; n += 1)
      await reader.asks(`<iq type='get' to='pubsub.localhost'><query xmlns='${ITEMS}'/></iq>`);
    await reader.pings();
    return reader.answerSummary();
  },
};

/** 15 items of 200 kB on a node of which only the last is used, then a request that makes the server read it. */
const lastOfMany = (name: string, node: string, element: string, about: string, request: string): Attack => ({
  name,
  about,
  accounts: ["tybalt", "juliet"],
  settings: ["limits.rate=100MB"],
  run: async (context) => {
    const owner = await context.enter("tybalt");
    const reader = await context.enter(name === "bookmarks" ? "tybalt" : "juliet", "reader");
    await owner.asks("<iq type='set'><vCard xmlns='vcard-temp'><FN>Tybalt</FN></vCard></iq>");
    for (let n = 0; n < 15; n += 1) {
      const inner = `<extensions><x xmlns='urn:x'>${"<a/>".repeat(6000)}${"x".repeat(176_000)}</x></extensions>`;
      const item = `<item id='r${n}@rooms.localhost'>${element.replace("INNER", inner)}</item>`;
      await owner.asks(publish(node, item, name === "bookmarks" ? "whitelist" : "open"));
    }
    const published = owner.answerSummary();
    await context.startMeasurement();
    for (let n = 0; n < 5; n += 1) await reader.asks(request);
    await reader.pings();
    return `published: ${published}; asked: ${reader.answerSummary()}`;
  },
});

export const bookmarks = lastOfMany(
  "bookmarks",
  "urn:xmpp:bookmarks:1",
  "<conference xmlns='urn:xmpp:bookmarks:1'>INNER</conference>",
  "15 bookmarks of 200 kB, then five requests of 110 bytes for them in private storage.",
  "<iq type='get'><query xmlns='jabber:iq:private'><storage xmlns='storage:bookmarks'/></query></iq>",
);

export const lastItem = lastOfMany(
  "last-item",
  "urn:xmpp:avatar:metadata",
  "<metadata xmlns='urn:xmpp:avatar:metadata'><info id='111f4b3c50d7b0df729d299bc6f8e9ef9066971f' bytes='1' type='image/png'/>INNER</metadata>",
  "15 items of 200 kB on the node of the avatar, then five requests for the vCard by somebody else.",
  "<iq type='get' to='tybalt@localhost'><vCard xmlns='vcard-temp'/></iq>",
);

export const elementsPublished: Attack = {
  name: "published-elements",
  about: "480 kB of small elements in one item, published three times to oneself with 20 apps.",
  accounts: ["tybalt"],
  run: (context) =>
    withMostElements(
      context,
      () => context.enterMany("tybalt", 20),
      async (apps, elements) => {
        for (const app of apps) app.sends("<presence/>");
        for (let n = 0; n < 3; n += 1)
          await apps[0]?.asks(
            publish("e", `<item id='e${n}'><a xmlns='urn:a'>${elements.slice(0, 250_000)}</a></item>`),
          );
        for (const app of apps) await app.pings();
      },
    ),
};
