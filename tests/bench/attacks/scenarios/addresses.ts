import type { Attack } from "../attack.ts";

export const delayForged: Attack = {
  name: "delay-forged",
  about: "a delay in the server's name, in capitals, with a final dot, with a slash.",
  accounts: ["tybalt", "juliet"],
  run: async (context) => {
    const [sender, observer] = [await context.enter("tybalt"), await context.observer("juliet")];
    observer.send("<presence/>");
    await context.startMeasurement();
    const stamps: string[] = [];
    for (const from of ["LOCALHOST", "localhost.", "localhost/"]) {
      const delay = `<delay xmlns='urn:xmpp:delay' from='${from}' stamp='2002-09-10T23:08:25Z'/>`;
      sender.sends(`<message to='juliet@localhost' type='chat' id='d'><body>x</body>${delay}</message>`);
      const message = await observer.receive(({ name, attrs }) => name === "message" && attrs.id === "d");
      if (message.getChild("delay")) stamps.push(from);
    }
    return stamps.length === 0 ? "none passes" : `passes: ${stamps.join(", ")}`;
  },
};

export const loopbackDialled: Attack = {
  name: "loopback-dialled",
  about: "a message to an address on a loopback address of this machine.",
  accounts: ["tybalt"],
  run: async (context) => {
    let isDialled = false;
    const open = (): void => {
      isDialled = true;
    };
    const listener = Bun.listen({ hostname: "127.55.5.5", port: 5269, socket: { open, data() {} } });
    const sender = await context.enter("tybalt");
    await context.startMeasurement();
    sender.sends("<message to='x@127.55.5.5' type='chat'><body>x</body></message>");
    await sender.pings();
    await Bun.sleep(2000);
    listener.stop(true);
    return `${isDialled ? "dialled" : "not dialled"}; ${sender.answerSummary()}`;
  },
};

export const unstableNames: Attack = {
  name: "unstable-names",
  about: "presence to addresses that are prepared to something that is none, then a lost connection, then SIGTERM.",
  accounts: ["tybalt"],
  isRestarted: true,
  run: async (context) => {
    const [sender, other] = [await context.enter("tybalt"), await context.enter("tybalt", "stays")];
    sender.sends("<presence/>");
    await context.startMeasurement();
    for (const name of ["l\u00b7l\u0323", "\u0915\u0951\u094d\u200d\u0937"])
      for (const one of [sender, other]) one.sends(`<presence to='${name}@localhost'/>`);
    await sender.pings();
    await other.pings();
    const answers = sender.answerSummary();
    sender.leaves();
    await other.pings();
    return answers;
  },
};

export const suspended: Attack = {
  name: "suspended",
  about: "90,000 messages to 20 apps that have lost their connection; then the server is stopped and started.",
  accounts: ["tybalt", "juliet", "nurse"],
  isRestarted: true,
  run: async (context) => {
    const apps = await context.enterMany("juliet", 20);
    for (const app of apps) {
      app.sends("<presence/><enable xmlns='urn:xmpp:sm:3' resume='true'/>");
      await app.pings();
      app.leaves();
    }
    const senders = await context.enterMany("tybalt", 3);
    await context.startMeasurement();
    const sendings = senders.map((sender, index) => {
      for (const [n, { jid }] of apps.entries())
        if (n % 3 === index) sender.sends(`<message to='${jid}' type='normal'><body>x</body></message>`.repeat(4500));
      return sender.pings();
    });
    await Promise.all(sendings);
    return [...new Set(senders.map((sender) => sender.answerSummary()))].slice(0, 3).join(" / ");
  },
};
