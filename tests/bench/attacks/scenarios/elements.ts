import type { Attack } from "../attack.ts";
import { withMostElements } from "../heavy.ts";

export const carbons: Attack = {
  name: "carbons",
  about: "480 kB of small elements in a message, with 20 apps of the sender that have carbons on.",
  accounts: ["tybalt", "juliet"],
  run: (context) =>
    withMostElements(
      context,
      async () => {
        const apps = await context.enterMany("tybalt", 20);
        for (const app of apps) await app.asks("<iq type='set'><enable xmlns='urn:xmpp:carbons:2'/></iq>");
        for (const app of apps) app.sends("<presence/>");
        for (const app of apps) await app.pings();
        return apps;
      },
      async (apps, elements) => {
        apps[0]?.sends(`<message to='juliet@localhost' type='chat'><body>x</body>${elements}</message>`);
        for (const app of apps) await app.pings();
      },
    ),
};

export const presenceKept: Attack = {
  name: "presence-kept",
  about: "480 kB of small elements in the presence of each of 20 apps.",
  accounts: ["tybalt"],
  run: (context) =>
    withMostElements(
      context,
      () => context.enterMany("tybalt", 20),
      async (apps, elements) => {
        for (const app of apps) app.sends(`<presence>${elements}</presence>`);
        for (const app of apps) await app.pings();
      },
    ),
};

const CONTACTS = Array.from({ length: 49 }, (_, n) => `friend${n}`);

export const presenceSent: Attack = {
  name: "presence-sent",
  about: "480 kB of small elements in a presence, five times, to 49 contacts.",
  accounts: ["tybalt", ...CONTACTS],
  run: async (context) => {
    const owner = await context.enter("tybalt", "owner");
    for (const name of CONTACTS) {
      const contact = await context.enter(name);
      contact.sends("<presence/><presence type='subscribe' to='tybalt@localhost'/>");
      await contact.pings();
      owner.sends(`<presence type='subscribed' to='${name}@localhost'/>`);
    }
    await owner.pings();
    return withMostElements(
      context,
      () => context.enterMany("tybalt", 1),
      async ([sender], elements) => {
        for (let n = 0; n < 5; n += 1) sender?.sends(`<presence>${elements}</presence>`);
        await sender?.pings();
      },
    );
  },
};

export const unacknowledged: Attack = {
  name: "unacknowledged",
  about: "480 kB of small elements in a headline, three times, to 10 apps that have lost their connection.",
  accounts: ["tybalt", "juliet"],
  run: async (context) => {
    for (const app of await context.enterMany("juliet", 10)) {
      app.sends("<presence/><enable xmlns='urn:xmpp:sm:3' resume='true'/>");
      await app.pings();
      app.leaves();
    }
    return withMostElements(
      context,
      () => context.enterMany("tybalt", 1),
      async ([sender], elements) => {
        for (let n = 0; n < 3; n += 1)
          sender?.sends(`<message to='juliet@localhost' type='headline'><body>x</body>${elements}</message>`);
        await sender?.pings();
      },
    );
  },
};
