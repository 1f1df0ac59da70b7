/** The pages of setup over HTTP: who is let in, what is heeded, and what is not. */
import { afterAll, describe, expect, test } from "bun:test";
import { connect } from "node:net";
import { SCENARIOS, type WizardSetting } from "../end-to-end/screens/scenarios.ts";
import { CODE, openSetupSite, type SetupSite, type SetupSiteOptions } from "../support/browser/setup-site.ts";
import { type SetupVisitor, setupVisitor } from "../support/browser/setup-visitor.ts";

const sites: SetupSite[] = [];
afterAll(async () => {
  for (const site of sites) await site[Symbol.asyncDispose]();
});

const rented = SCENARIOS["four-answers"].setting;

function open(options: SetupSiteOptions = {}, setting: WizardSetting = rented()): SetupSite {
  const site = openSetupSite(setting, options);
  sites.push(site);
  return site;
}

/** A browser that has been let in. */
async function enter(site: SetupSite, language?: string): Promise<SetupVisitor> {
  const visitor = setupVisitor(site.origin, language);
  await visitor.get();
  await visitor.send({ code: CODE });
  return visitor;
}

const QUESTION = "What shall your address be, such as marie@example.com?";

describe("who is let in", () => {
  test("whoever has no code sees no question; the code of a link is filled in, and counts once it is sent", async () => {
    const site = open();
    const visitor = setupVisitor(site.origin);
    await visitor.get(`/?code=${CODE}`);
    expect(visitor.title()).toBe("Set up your server");
    expect(visitor.html()).toContain('value="ABCD-EFGH"');
    expect(site.sitting.run()).toBeUndefined();
    expect((await visitor.send({ code: "AAAA-AAAA" })).status).toBe(403);
    expect(visitor.html()).toContain('role="alert"');
    await visitor.send({ code: "abcd efgh" });
    expect(visitor.title()).toBe(QUESTION);
  });

  test("after ten wrong codes the right one is refused too", async () => {
    const visitor = setupVisitor(open().origin);
    await visitor.get();
    for (let count = 0; count < 10; count += 1) expect((await visitor.send({ code: "AAAA-AAAA" })).status).toBe(403);
    expect((await visitor.send({ code: CODE })).status).toBe(429);
    expect(visitor.html()).toContain("Too many wrong codes");
  });

  test("of two browsers without a code the first is let in, and the other is told so, whatever it sends", async () => {
    const site = open({ isForFirst: true });
    const [first, second] = [setupVisitor(site.origin), setupVisitor(site.origin)];
    await first.get();
    await second.get();
    await first.send({ go: "on" });
    expect(first.title()).toBe(QUESTION);
    expect((await second.send({ go: "on" })).status).toBe(403);
    expect(second.title()).toBe("Somebody is setting it up already");
    await second.get();
    expect(second.html()).not.toContain(QUESTION);
    await first.get();
    expect(first.title()).toBe(QUESTION);
  });

  test("with the code another browser goes on where the first one is, which is out then", async () => {
    const site = open();
    const first = await enter(site);
    await first.send({ answer: "marie@dupont.example" });
    const second = await enter(site);
    expect(second.title()).toBe("Certificate");
    expect((await first.send({ answer: "http-01" })).status).toBe(403);
    await first.get();
    expect(first.title()).toBe("Set up your server");
  });

  test("whoever is not of the local network gets nothing, whatever is asked for", async () => {
    const { origin } = open({ isLocalPeer: () => false });
    for (const path of ["/", "/language", "/assets/style.css"]) {
      const response = await fetch(`${origin}${path}`);
      expect(response.status).toBe(403);
      expect(await response.text()).toContain("Only from its own network");
    }
  });

  test.each(["evil.example", "tintin.evil.example", "127.0.0.1.evil.example", ""])(
    "Host %p: a name that may be another one's is refused (DNS rebinding)",
    async (host) => {
      const visitor = setupVisitor(open().origin);
      expect((await visitor.get("/", { host })).status).toBeOneOf([400, 421]);
      expect(visitor.cookies.size).toBe(0);
    },
  );

  test.each(["localhost:8080", "tintin", "jabber-home.local", "192.168.1.20:8080", "[fd12::1]"])(
    "Host %p is answered",
    async (host) => {
      expect((await setupVisitor(open().origin).get("/", { host })).status).toBe(200);
    },
  );
});

describe("a form", () => {
  test("without its token, or with that of another browser, is refused, and answers nothing", async () => {
    const site = open();
    const visitor = await enter(site);
    const stranger = setupVisitor(site.origin);
    await stranger.get();
    const [, theirs = ""] = /name="token" value="([^"]+)"/.exec(stranger.html()) ?? [];
    const question = site.sitting.run()?.conversation().screen().id;
    for (const token of ["", "x", theirs]) {
      const body = new URLSearchParams({ token, question: `${question}`, answer: "marie@dupont.example" });
      expect((await visitor.post("/", body.toString())).status).toBe(403);
    }
    await visitor.get();
    expect(visitor.title()).toBe(QUESTION);
  });

  test.each([[{ origin: "http://evil.example" }], [{ "sec-fetch-site": "cross-site" }]])(
    "of another site is refused: %p",
    async (headers) => {
      const visitor = await enter(open());
      const [, token = ""] = /name="token" value="([^"]+)"/.exec(visitor.html()) ?? [];
      const body = new URLSearchParams({ token, question: "1", answer: "x" }).toString();
      expect((await visitor.post("/", body, headers)).status).toBe(403);
      expect((await visitor.post("/language", "language=fr", headers)).status).toBe(403);
    },
  );

  test("that is sent twice answers one question, and the second time says that it was late", async () => {
    const site = open();
    const visitor = await enter(site);
    const hidden = /name="token" value="([^"]+)"><input type="hidden" name="question" value="(\d+)"/.exec(
      visitor.html(),
    );
    const body = new URLSearchParams({ token: hidden?.[1] ?? "", question: hidden?.[2] ?? "" });
    body.set("answer", "marie@dupont.example");
    await visitor.post("/", body.toString());
    expect(visitor.title()).toBe("Certificate");
    await visitor.post("/", body.toString());
    expect(visitor.title()).toBe("Certificate");
    expect(visitor.html()).toContain("That question was answered already.");
  });

  test.each([
    ["an answer of 5,000 characters", { answer: "x".repeat(5000) }, 413],
    ["a choice that was not offered", { answer: "for-free" }, 200],
    ["a key that does not exist", { key: "q" }, 200],
    ["a question that does not exist", { question: "-1", answer: "http-01" }, 200],
    ["a question that is no number", { question: "NaN", answer: "http-01" }, 200],
  ])("with %s changes nothing", async (_, fields, status) => {
    const visitor = await enter(open());
    await visitor.send({ answer: "marie@dupont.example" });
    expect((await visitor.send(fields)).status).toBe(status);
    await visitor.get();
    expect(visitor.title()).toBe("Certificate");
  });

  test.each([
    ["a body of a megabyte", "/", `answer=${"x".repeat(1_000_000)}`, "application/x-www-form-urlencoded", 413],
    ["a thousand fields", "/", "a=b&".repeat(1000), "application/x-www-form-urlencoded", 400],
    ["JSON", "/", "{}", "application/json", 400],
    ["what is badly encoded", "/", "answer=%E9", "application/x-www-form-urlencoded", 400],
    ["a megabyte for the language", "/language", "x".repeat(1_000_000), "application/x-www-form-urlencoded", 413],
  ])("%s is refused", async (_, path, body, type, status) => {
    const visitor = await enter(open());
    expect((await visitor.post(path, body, { "content-type": type })).status).toBe(status);
  });

  test("no other method, path or protocol is answered", async () => {
    const { origin, port } = open();
    expect((await fetch(origin, { method: "DELETE" })).status).toBe(405);
    expect((await fetch(`${origin}/config.toml`)).status).toBe(404);
    expect((await fetch(`${origin}/assets/../setup.json`)).status).toBe(404);
    const { promise, resolve } = Promise.withResolvers<string>();
    const socket = connect(port, "127.0.0.1", () => socket.write("\u0016\u0003\u0001 no HTTP\r\n\r\n"));
    let received = "";
    socket.on("data", (bytes) => (received += bytes.toString()));
    socket.on("close", () => resolve(received));
    socket.on("error", () => resolve(received));
    expect(await promise).not.toContain("200 OK");
  });
});

test("every page has the header fields of the server's own, and cookies that no script reads and no other site sends", async () => {
  const visitor = setupVisitor(open().origin);
  const { headers } = await visitor.get();
  expect(headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(headers.get("referrer-policy")).toBe("no-referrer");
  expect(headers.get("cache-control")).toBe("no-store");
  for (const cookie of headers.getSetCookie()) expect(cookie).toEndWith("; Path=/; HttpOnly; SameSite=Strict");
  expect(headers.getSetCookie()).toHaveLength(1);
});

describe("the questions", () => {
  test("are checked by the wizard: what it says of an answer stands on the page, and what was typed stays", async () => {
    const visitor = await enter(open());
    await visitor.send({ answer: `nas.local"><script>` });
    expect(visitor.html()).toContain('id="answer-problem"');
    expect(visitor.html()).toContain("nas.local&quot;&gt;&lt;script&gt;");
  });

  test("lead back, and on again", async () => {
    const visitor = await enter(open());
    await visitor.send({ answer: "marie@dupont.example" });
    await visitor.send({ go: "back" });
    expect(visitor.title()).toBe(QUESTION);
    expect(visitor.html()).toContain('value="marie@dupont.example"');
  });

  test("a password that others could read is chosen later, by a link that the last page leads to", async () => {
    const site = open({ isOverheard: true });
    const visitor = await enter(site);
    await visitor.send({ answer: "marie@dupont.example" });
    await visitor.send({ answer: "http-01" });
    expect(visitor.title()).toBe("Password");
    expect(visitor.html()).toContain("This page is not encrypted yet");
    await visitor.send({ answer: "later" });
    for (const answer of ["service", "on", "later"]) await visitor.send({ answer });
    expect(visitor.title()).toBe("It runs.");
    expect(visitor.html()).toContain('<a class="button" href="https://dupont.example/reset/token"');
    expect(await site.sitting.run()?.ended).toMatchObject({ choosesPassword: true, startMode: "service" });
    expect(visitor.html()).not.toContain("made-up-word");
  });

  test("whoever types it all the same is warned where it is typed", async () => {
    const visitor = await enter(open({ isOverheard: true }));
    await visitor.send({ answer: "marie@dupont.example" });
    await visitor.send({ answer: "http-01" });
    await visitor.send({ answer: "here" });
    expect(visitor.html()).toContain('type="password"');
    expect(visitor.html()).toContain("others in your network could read what you type here");
  });

  test("are asked in the language of the browser, or in the one that is chosen, from the same step on", async () => {
    const visitor = await enter(open(), "fr-CA, en;q=0.5");
    expect(visitor.title()).toBe("Quelle sera votre adresse, par exemple marie@exemple.fr\u00a0?");
    await visitor.send({ answer: "marie@dupont.example" });
    expect(visitor.title()).toBe("Certificat");
    await visitor.post("/language", "language=en&path=/");
    expect(visitor.title()).toBe("Certificate");
    expect(visitor.html()).toContain('lang="en"');
    await visitor.post("/language", "language=xx");
    expect(visitor.title()).toBe("Certificate");
  });

  test("go on where an earlier run was stopped, if the person wants that", async () => {
    const visitor = await enter(open({}, SCENARIOS.resumed.setting()));
    expect(visitor.title()).toBe("An earlier setup was not finished.");
    await visitor.send({ answer: "on" });
    // What may have changed since is looked at again.
    expect(visitor.title()).toBe("Ports on this machine");
    await visitor.send({ key: "enter" });
    expect(visitor.title()).toBe("Certificate");
  });

  test("the wizard can be stopped on its page; its answers are kept, and the terminal says how to go on", async () => {
    const site = open();
    const visitor = await enter(site);
    await visitor.send({ answer: "marie@dupont.example" });
    await visitor.send({ go: "leave" });
    expect(visitor.title()).toBe("Stopped. Your answers are kept.");
    expect(await site.sitting.run()?.ended).toBeUndefined();
    expect(site.saved.at(-1)).toMatchObject({
      answers: { domain: "dupont.example" },
      progress: { step: "certificate" },
    });
    expect(site.said.join("\n")).toContain("sudo jabber-home setup --web");
  });

  test("where a step could not go on, the page says why, and tries it again", async () => {
    const setting = rented();
    let failures = 1;
    const create = async (): Promise<void> => {
      failures -= 1;
      if (failures >= 0) throw new Error("the disk is full");
    };
    const accounts = { ...setting.environment.accounts, create };
    const visitor = await enter(open({}, { environment: { ...setting.environment, accounts } }));
    for (const answer of ["marie@dupont.example", "http-01", ""]) await visitor.send({ answer });
    expect(visitor.title()).toBe("Setup cannot go on");
    expect(visitor.html()).toContain("the disk is full");
    await visitor.send({ key: "again" });
    expect(visitor.html()).toContain('type="password"');
    await visitor.send({ answer: "" });
    expect(visitor.html()).toContain("made-up-word");
  });
});

test("the last page leads to the server once that runs, and until then follows", async () => {
  let isRunning = false;
  const visitor = await enter(open({ isUp: () => isRunning }));
  for (const answer of ["marie@dupont.example", "http-01", "", "foreground", "later"]) await visitor.send({ answer });
  expect(visitor.title()).toBe("It starts.");
  expect(visitor.html()).toContain("The server is starting.");
  expect(visitor.html()).not.toContain('<a class="button"');
  expect(visitor.html()).toContain('http-equiv="refresh"');
  isRunning = true;
  await visitor.get();
  expect(visitor.html()).toContain('<a class="button" href="https://dupont.example/account"');
  expect(visitor.html()).not.toContain('http-equiv="refresh"');
});

test("a page that waits loads itself again where no script runs, and is followed by the script", async () => {
  const setting = rented();
  const work = Promise.withResolvers<undefined>();
  const certificate = { ...setting.environment.certificate, trial: () => work.promise };
  const visitor = await enter(open({}, { environment: { ...setting.environment, certificate } }));
  await visitor.send({ answer: "marie@dupont.example" });
  await visitor.send({ answer: "http-01" });
  expect(visitor.html()).toContain("Trial run with the test service");
  expect(visitor.html()).toContain('<noscript><meta http-equiv="refresh" content="3"></noscript>');
  expect(visitor.html()).toMatch(/<script src="\/assets\/setup-[0-9a-f]+\.js" defer>/);
  work.resolve(undefined);
});

test("the signpost leads from its port to the pages, with the code, and only by a name of this machine", async () => {
  const { sitting, port } = open({ signpostPort: 0 });
  const { signpost } = sitting.server;
  const ask = (host: string, method = "GET") =>
    fetch(`http://127.0.0.1:${signpost.port}/?code=${CODE}`, {
      method,
      headers: { host, connection: "close" },
      redirect: "manual",
    });
  const response = await ask("jabber-home.local");
  expect([response.status, response.headers.get("location")]).toEqual([
    307,
    `http://jabber-home.local:${port}/?code=${CODE}`,
  ]);
  expect((await ask("evil.example")).status).toBe(421);
  expect((await ask("jabber-home.local", "POST")).status).toBe(405);
  // The port is free while a step needs it, and after that the signpost is there again.
  const free = await signpost.aside(async () => await ask("tintin").catch(() => "nobody"));
  expect(free).toBe("nobody");
  expect((await ask("tintin")).status).toBe(307);
  signpost.close();
  expect(await ask("tintin").catch(() => "nobody")).toBe("nobody");
});

test("the server gets the port of the signpost though a browser keeps its connection to it open", async () => {
  const { signpost } = open({ signpostPort: 0 }).sitting.server;
  const { port = 0 } = signpost;
  expect((await fetch(`http://127.0.0.1:${port}/`, { redirect: "manual" })).status).toBe(307);
  const listen = () => Bun.listen({ hostname: "127.0.0.1", port, socket: { data: () => {} } });
  const other = await signpost.aside(async () => listen());
  // The signpost has seen that somebody else has it now, and leaves it for good.
  other.stop(true);
  listen().stop(true);
});

describe("a backup that the browser sends", () => {
  /** As one begins (RFC 8878), with what could be taken for the end of a part. */
  const MAGIC = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd);
  const backup = Buffer.concat([MAGIC, Buffer.from("\r\n--x\r\n\r\n--"), Buffer.alloc(300_000, "backup\r\n")]);

  test("comes whole, and the steps begin anew from it", async () => {
    const site = open();
    const visitor = await enter(site);
    await visitor.sendFile(backup);
    await visitor.settle();
    expect(site.restored).toEqual([backup]);
    expect(visitor.title()).not.toBe(QUESTION);
    expect(visitor.html()).toContain("It is in place.");
  });

  test.each([
    ["is none", Buffer.from("a letter"), "is no backup of jabber-home"],
    ["is empty, as where no file was chosen", Buffer.alloc(0), "No file was chosen"],
    ["is larger than what is free", Buffer.concat([MAGIC, Buffer.alloc(1_100_000)]), "not enough room"],
  ])("one that %s is refused in words, and nothing of it stays", async (_, content, words) => {
    const site = open();
    const visitor = await enter(site);
    await visitor.sendFile(content);
    expect(visitor.title()).toBe(QUESTION);
    expect(visitor.html()).toContain(words);
    expect([site.sent(), site.restored]).toEqual([[], []]);
  });

  test("whoever was not let in, or comes from another page, sends none", async () => {
    const site = open();
    const visitor = await enter(site);
    const [, path = ""] = /action="(\/backup\?[^"]+)"/.exec(visitor.html()) ?? [];
    const type = { "content-type": "multipart/form-data; boundary=x" };
    const body = "--x\r\n\r\n(\r\n--x--";
    const stranger = setupVisitor(site.origin);
    expect((await stranger.post(path, body, type)).status).toBe(403);
    expect((await visitor.post("/backup?guessed", body, type)).status).toBe(403);
    expect((await visitor.post(path, body, { ...type, "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect(site.sent()).toEqual([]);
  });

  test.each([
    ["without its end", "--x\r\nContent-Disposition: form-data\r\n\r\n(\xb5/"],
    ["with headers without end", `--x\r\n${"a".repeat(10_000)}`],
    ["of another boundary", "--y\r\n\r\n(\r\n--y--"],
    ["of nothing", ""],
  ])("a form %s leaves nothing", async (_, body) => {
    const site = open();
    const visitor = await enter(site);
    const [, path = ""] = /action="(\/backup\?[^"]+)"/.exec(visitor.html()) ?? [];
    await visitor.post(path, body, { "content-type": "multipart/form-data; boundary=x" });
    expect(visitor.html()).toContain("has not come to its end");
    expect([site.sent(), site.restored]).toEqual([[], []]);
  });
});
