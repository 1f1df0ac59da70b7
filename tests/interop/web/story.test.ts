/** A family moves in by links: the program in a terminal, Debian's Chromium as phones and computers, profanity. */
import { afterAll, beforeAll, expect } from "bun:test";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { accessFindings } from "../../support/browser/axe.ts";
import { ChatPerson } from "../../support/browser/chat-person.ts";
import { CHROMIUM, launchChromium } from "../../support/browser/chromium.ts";
import { keepPicture } from "../../support/browser/look.ts";
import { testWith } from "../../support/needs.ts";
import { jabberHome } from "../../support/peers/jabber-home.ts";
import { logIn, type Running, start, temporaryFolder } from "../../support/peers/peer.ts";
import { openProfanity, PROFANITY, signInAt } from "../../support/peers/profanity.ts";
import { run } from "../../support/peers/run.ts";
import { picture } from "../../support/picture.ts";
import { program } from "../../support/process/program.ts";
import { DARK, DECODER, readCode } from "../../support/process/screen-code.ts";
import { openTerminals } from "../../support/process/terminal.ts";

const PASSWORD = "wherefore art thou";
const CHOSEN = "correct horse battery";
const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 800 },
  hasTouch: true,
  userAgent:
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Mobile Safari/537.36",
};
const COMPUTER: BrowserContextOptions = { viewport: { width: 1280, height: 800 }, colorScheme: "dark" };
const PICTURE = { width: 320, height: 240 };
const ROOM = "family@rooms.localhost";

const folder = temporaryFolder("family");
const terminals = openTerminals(folder.path);
let server: Running;
let browser: Browser;
let origin = "";

beforeAll(async () => {
  if (Bun.which(CHROMIUM) === null) return;
  const installation = await jabberHome.install(folder.path, {
    ...{ accounts: ["carol", "erin", "frank"], password: PASSWORD, web: true },
  });
  server = await start(installation);
  origin = `https://localhost:${installation.web?.port}`;
  run(command("circle", "create", "Family", "carol"));
  await Bun.write(join(folder.path, "balcony.png"), picture(PICTURE));
  browser = await launchChromium();
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await terminals[Symbol.asyncDispose]();
  await server?.stop();
  folder.remove();
});

const command = (...words: readonly string[]): readonly string[] => [
  ...program,
  ...words,
  "--home",
  join(folder.path, "home"),
];
const submit = (page: Page, action: string): Promise<void> => page.click(`form[action="${action}"] button.button`);

/** A page on the way is in order for everybody, light and dark, and is kept as a picture where SCREENSHOTS names a folder. */
async function look(page: Page, name: string, except: readonly string[] = []): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    expect([name, await accessFindings(page, except)]).toEqual([name, []]);
    await keepPicture(page, `story-${name}-${colorScheme}`);
  }
}

/** Opens the link of an invitation, makes an account by the form, and goes on to the chat. */
async function movesIn({ page }: ChatPerson, link: string, name: string): Promise<void> {
  await page.goto(link);
  await page.fill("#name", name);
  await page.fill("#password", CHOSEN);
  await page.click("#make button.full");
  await page.waitForSelector("#address");
  expect(await page.textContent("#address")).toBe(`${name}@localhost`);
  await look(page, `welcome-${name}`);
  await page.click('a[href="/chat"]');
}

/** The addresses of all accounts, as the command line lists them. */
const accounts = (): readonly string[] => run(command("user", "list")).match(/\S+@localhost/g) ?? [];

/** Signs in with an app and out again; returns what goes wrong, or an empty text. */
async function opensWith(username: string, password: string): Promise<string> {
  try {
    await (await logIn(server.installation, { username, password })).end();
    return "";
  } catch (error) {
    return String(error);
  }
}

testWith([CHROMIUM, DECODER, ...PROFANITY])(
  "two people come by an invitation made in the terminal, chat in the browser by WebSocket and by BOSH, one to one, with pictures, and with profanity in their circle's room",
  async () => {
    const { host, ports } = server.installation;
    const terminal = terminals.open(
      "invite",
      ["sh", "-c", `${command("invite", "--circle", "Family", "--uses", "2").join(" ")}; exec sleep 1000`],
      {},
    );
    await terminal.waitForText(/\/invite\//, 30_000);
    const link = readCode(terminal.colouredScreen(), DARK, folder.path);
    expect(link).toStartWith(`${origin}/invite/`);
    const carol = await openProfanity(terminals, folder.path, "carol");
    await signInAt(carol, {
      connect: `/connect carol@localhost server ${host} port ${ports.starttls} tls trust`,
      password: PASSWORD,
    });

    const bob = await ChatPerson.in(browser, PHONE);
    const dave = await ChatPerson.in(browser, { ...COMPUTER, hasWebSockets: false });
    await movesIn(bob, link, "bob");
    await movesIn(dave, link, "dave");
    for (const person of [bob, dave]) await person.isConnected();
    expect(bob.requests).toContain(`${origin.replace("https:", "wss:")}/xmpp-websocket`);
    expect(dave.requests).toContain(`${origin}/http-bind`);

    await dave.opensChat("bob@localhost");
    await bob.opensChat("dave@localhost");
    await dave.says("Is that you, Bob?");
    await bob.sees("Is that you, Bob?");
    await bob.sendsFile(join(folder.path, "balcony.png"));
    expect(await dave.seesPicture()).toEqual([PICTURE.width, PICTURE.height]);
    await look(dave.page, "chat");
    await dave.opensChat("carol@localhost");
    await dave.says("Good evening, Carol.");
    await carol.waitForText(/<< chat message: dave/);
    carol.typeLine("/msg dave@localhost Good evening.");
    await dave.sees("Good evening.");

    carol.typeLine(`/join ${ROOM}`);
    await carol.waitForText(/-> You have joined the room/);
    await look(bob.page, "chat-phone");
    await bob.goesBack();
    for (const person of [bob, dave]) await person.opensRoom(ROOM);
    carol.typeLine("Who comes to dinner?");
    for (const person of [bob, dave]) await person.sees("Who comes to dinner?");
    await bob.says("I do, from my phone.");
    await dave.sees("I do, from my phone.");
    await dave.says("And I.");
    await dave.sendsFile(join(folder.path, "balcony.png"));
    expect(await bob.seesPicture()).toEqual([PICTURE.width, PICTURE.height]);
    await carol.waitForText(/dave: https:\/\/localhost:\d+\/upload\/\S+\/balcony\.png/);
    await carol.waitForText(/bob: I do, from my phone\..*dave: And I\./s);
    expect([bob.complaints, dave.complaints]).toEqual([[], []]);
    for (const person of [bob, dave]) await person.close();
  },
  120_000,
);

testWith([CHROMIUM])(
  "somebody changes picture and password, signs another browser out, downloads everything, and leaves",
  async () => {
    const erin = await ChatPerson.signIn(browser, origin, ["erin", PASSWORD], PHONE);
    const elsewhere = await ChatPerson.signIn(browser, origin, ["erin", PASSWORD], COMPUTER);
    const { page } = erin;
    await page.goto(`${origin}/account`);
    await look(page, "account");
    await page.click('#apps form:has(input[name="id"]) button');
    await page.waitForSelector("[role=status]");
    await elsewhere.page.waitForSelector("#password");

    await page.goto(`${origin}/account/profile`);
    await page.setInputFiles("#picture", join(folder.path, "balcony.png"));
    await page.waitForSelector("#preview:not([hidden])");
    await page.click("form[enctype] button.full");
    await page.waitForSelector("#profile img");
    await page.goto(`${origin}/account/password`);
    await page.fill("#current", PASSWORD);
    await page.fill("#chosen", CHOSEN);
    await submit(page, "/account/password");
    await page.waitForSelector("[role=status]");
    expect(await opensWith("erin", PASSWORD)).toContain("not-authorized");

    const [download] = await Promise.all([page.waitForEvent("download"), submit(page, "/account/export")]);
    expect(download.suggestedFilename()).toBe("erin@localhost.xml");
    const file = join(folder.path, "erin.xml");
    await download.saveAs(file);
    expect(await Bun.file(file).text()).toMatch(/<user [^>]*name="erin".*<\/server-data>\s*$/s);

    await page.goto(`${origin}/account/leave`);
    await page.fill("#confirmation", "erin");
    await submit(page, "/account/leave");
    await page.waitForSelector('main a[href="/"]');
    expect(accounts()).not.toContain("erin@localhost");
    for (const person of [erin, elsewhere]) await person.close();
  },
  60_000,
);

testWith([CHROMIUM])(
  "the administrator invites, makes a circle, shuts an account out and lets it in, makes a link for a new password, deletes",
  async () => {
    const { page } = await ChatPerson.in(browser, COMPUTER);
    const doesTo = async (account: string, act: string): Promise<void> => {
      await page.goto(`${origin}/admin/people/one?jid=${account}%40localhost`);
      await submit(page, `/admin/people/${act}`);
      await page.waitForSelector('input[name="confirmed"]', { state: "attached" });
      await look(page, `question-${act}`);
      await submit(page, `/admin/people/${act}`);
    };
    await page.goto(`${origin}/admin`);
    await page.fill("#name", "admin");
    await page.fill("#password", PASSWORD);
    await submit(page, "/account/sign-in");
    await page.waitForSelector(".bar [aria-current]");

    await page.goto(`${origin}/admin/circles`);
    await page.fill("#name", "Club");
    await page.keyboard.press("Enter");
    await page.waitForSelector("#people");
    await page.fill("#people", "carol frank");
    await page.keyboard.press("Enter");
    await page.waitForSelector("input[type=checkbox]");
    await look(page, "circle");
    await page.goto(`${origin}/admin/invitations/new`);
    await page.selectOption("#circle", "Club");
    await submit(page, "/admin/invitations/new");
    await look(page, "issued");
    const invited = await ChatPerson.in(browser, PHONE);
    await movesIn(invited, (await page.textContent("#link")) ?? "", "gail");
    await invited.page.waitForSelector('a.open-chat[data-jid="frank@localhost"]');

    const app = await logIn(server.installation, { username: "frank", password: PASSWORD });
    await doesTo("frank", "disable");
    await app.closed;
    expect(await opensWith("frank", PASSWORD)).toContain("account-disabled");
    await submit(page, "/admin/people/enable");
    await page.waitForSelector('form[action="/admin/people/disable"]');
    expect(await opensWith("frank", PASSWORD)).toBe("");
    await doesTo("frank", "reset");
    const link = (await page.textContent("#link")) ?? "";
    await invited.page.goto(link);
    await invited.page.fill("#password", CHOSEN);
    await invited.page.click("main form button.full");
    await invited.page.waitForSelector("[role=status]");
    expect([await opensWith("frank", PASSWORD), await opensWith("frank", CHOSEN)]).toEqual([
      expect.stringContaining("not-authorized"),
      "",
    ]);

    await doesTo("frank", "remove");
    await page.waitForSelector("[role=status]");
    expect(accounts()).not.toContain("frank@localhost");
    await invited.page.goto(`${origin}/account`);
    await invited.page.waitForSelector("#password");
    await Promise.all([invited.close(), page.context().close()]);
  },
  60_000,
);
