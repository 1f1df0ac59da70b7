import type { Attack } from "../attack.ts";
import { heavy } from "../heavy.ts";

export const carbons: Attack = {
  name: "carbons",
  about: "480 kB of small elements in a message, with 20 apps of the sender that have carbons on.",
  accounts: ["tybalt", "juliet"],
  play: (stage) =>
    heavy(
      stage,
      async () => {
        const apps = await stage.crowd("tybalt", 20);
        for (const app of apps) await app.asks("<iq type='set'><enable xmlns='urn:xmpp:carbons:2'/></iq>");
        for (const app of apps) app.says("<presence/>");
        for (const app of apps) await app.isHeard();
        return apps;
      },
      async (apps, elements) => {
        apps[0]?.says(`<message to='juliet@localhost' type='chat'><body>x</body>${elements}</message>`);
        for (const app of apps) await app.isHeard();
      },
    ),
};

export const presenceKept: Attack = {
  name: "presence-kept",
  about: "480 kB of small elements in the presence of each of 20 apps.",
  accounts: ["tybalt"],
  play: (stage) =>
    heavy(
      stage,
      () => stage.crowd("tybalt", 20),
      async (apps, elements) => {
        for (const app of apps) app.says(`<presence>${elements}</presence>`);
        for (const app of apps) await app.isHeard();
      },
    ),
};

const CONTACTS = Array.from({ length: 49 }, (_, n) => `friend${n}`);

export const presenceSent: Attack = {
  name: "presence-sent",
  about: "480 kB of small elements in a presence, five times, to 49 contacts.",
  accounts: ["tybalt", ...CONTACTS],
  play: async (stage) => {
    const owner = await stage.enter("tybalt", "owner");
    for (const name of CONTACTS) {
      const contact = await stage.enter(name);
      contact.says("<presence/><presence type='subscribe' to='tybalt@localhost'/>");
      await contact.isHeard();
      owner.says(`<presence type='subscribed' to='${name}@localhost'/>`);
    }
    await owner.isHeard();
    return heavy(
      stage,
      () => stage.crowd("tybalt", 1),
      async ([sender], elements) => {
        for (let n = 0; n < 5; n += 1) sender?.says(`<presence>${elements}</presence>`);
        await sender?.isHeard();
      },
    );
  },
};

export const unacknowledged: Attack = {
  name: "unacknowledged",
  about: "480 kB of small elements in a headline, three times, to 10 apps that have lost their connection.",
  accounts: ["tybalt", "juliet"],
  play: async (stage) => {
    for (const app of await stage.crowd("juliet", 10)) {
      app.says("<presence/><enable xmlns='urn:xmpp:sm:3' resume='true'/>");
      await app.isHeard();
      app.leaves();
    }
    return heavy(
      stage,
      () => stage.crowd("tybalt", 1),
      async ([sender], elements) => {
        for (let n = 0; n < 3; n += 1)
          sender?.says(`<message to='juliet@localhost' type='headline'><body>x</body>${elements}</message>`);
        await sender?.isHeard();
      },
    );
  },
};
