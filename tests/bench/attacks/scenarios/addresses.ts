import type { Attack } from "../attack.ts";

export const delayForged: Attack = {
  name: "delay-forged",
  about: "a delay in the server's name, in capitals, with a final dot, with a slash.",
  accounts: ["tybalt", "juliet"],
  play: async (stage) => {
    const [sender, witness] = [await stage.enter("tybalt"), await stage.witness("juliet")];
    witness.send("<presence/>");
    await stage.begins();
    const passed: string[] = [];
    for (const from of ["LOCALHOST", "localhost.", "localhost/"]) {
      const delay = `<delay xmlns='urn:xmpp:delay' from='${from}' stamp='2002-09-10T23:08:25Z'/>`;
      sender.says(`<message to='juliet@localhost' type='chat' id='d'><body>x</body>${delay}</message>`);
      const message = await witness.receive(({ name, attrs }) => name === "message" && attrs.id === "d");
      if (message.getChild("delay")) passed.push(from);
    }
    return passed.length === 0 ? "none passes" : `passes: ${passed.join(", ")}`;
  },
};

export const loopbackDialled: Attack = {
  name: "loopback-dialled",
  about: "a message to an address on a loopback address of this machine.",
  accounts: ["tybalt"],
  play: async (stage) => {
    let isDialled = false;
    const open = (): void => {
      isDialled = true;
    };
    const listener = Bun.listen({ hostname: "127.55.5.5", port: 5269, socket: { open, data() {} } });
    const sender = await stage.enter("tybalt");
    await stage.begins();
    sender.says("<message to='x@127.55.5.5' type='chat'><body>x</body></message>");
    await sender.isHeard();
    await Bun.sleep(2000);
    listener.stop(true);
    return `${isDialled ? "dialled" : "not dialled"}; ${sender.answers()}`;
  },
};

export const unstableNames: Attack = {
  name: "unstable-names",
  about: "presence to addresses that are prepared to something that is none, then a lost connection, then SIGTERM.",
  accounts: ["tybalt"],
  isRestarted: true,
  play: async (stage) => {
    const [sender, other] = [await stage.enter("tybalt"), await stage.enter("tybalt", "stays")];
    sender.says("<presence/>");
    await stage.begins();
    for (const name of ["l\u00b7l\u0323", "\u0915\u0951\u094d\u200d\u0937"])
      for (const one of [sender, other]) one.says(`<presence to='${name}@localhost'/>`);
    await sender.isHeard();
    await other.isHeard();
    const answers = sender.answers();
    sender.leaves();
    await other.isHeard();
    return answers;
  },
};

export const suspended: Attack = {
  name: "suspended",
  about: "90,000 messages to 20 apps that have lost their connection; then the server is stopped and started.",
  accounts: ["tybalt", "juliet", "nurse"],
  isRestarted: true,
  play: async (stage) => {
    const apps = await stage.crowd("juliet", 20);
    for (const app of apps) {
      app.says("<presence/><enable xmlns='urn:xmpp:sm:3' resume='true'/>");
      await app.isHeard();
      app.leaves();
    }
    const senders = await stage.crowd("tybalt", 3);
    await stage.begins();
    const said = senders.map((sender, index) => {
      for (const [n, { jid }] of apps.entries())
        if (n % 3 === index) sender.says(`<message to='${jid}' type='normal'><body>x</body></message>`.repeat(4500));
      return sender.isHeard();
    });
    await Promise.all(said);
    return [...new Set(senders.map((sender) => sender.answers()))].slice(0, 3).join(" / ");
  },
};
