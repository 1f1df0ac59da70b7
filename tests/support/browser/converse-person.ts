/** A person who uses converse.js in a browser: what they click and type, and what they see. */
import type { Browser, Page } from "playwright-core";

/** Milliseconds for what a person waits for, a reconnection included. */
const TIMEOUT_MS = 25_000;

export class ConversePerson {
  readonly page: Page;
  /** Texts of WebSocket messages that the page has received. */
  readonly received: string[] = [];
  /** The `sid` of BOSH sessions to which the page has sent requests. */
  readonly boshSessions = new Set<string>();
  /** What went wrong in the page, for a failure's message. */
  readonly errors: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    page.setDefaultTimeout(TIMEOUT_MS);
    page.on("websocket", (socket) => {
      socket.on("framereceived", ({ payload }) => void this.received.push(String(payload)));
    });
    page.on("request", (request) => {
      const sid = /^<body [^>]*sid="([^"]+)"/.exec(request.postData() ?? "")?.[1];
      if (sid !== undefined) this.boshSessions.add(sid);
    });
    page.on("pageerror", (error) => void this.errors.push(error.message));
  }

  /** Opens the page at `address` in a browser's profile of its own, and signs in by its form. */
  static async signIn(browser: Browser, address: string, username: string, password: string): Promise<ConversePerson> {
    const context = await browser.newContext({ viewport: { width: 1000, height: 700 } });
    const person = new ConversePerson(await context.newPage());
    const { page } = person;
    await page.goto(address);
    await page.fill("input[name=jid]", username);
    await page.fill("input[name=password]", password);
    await page.click("converse-login-form [type=submit]");
    await page.waitForSelector("converse-roster-contact");
    return person;
  }

  async opensChat(contact: string): Promise<void> {
    await this.page.click(`a.open-chat[data-jid="${contact}"]`);
    await this.page.waitForSelector("textarea.chat-textarea");
  }

  async says(text: string): Promise<void> {
    await this.page.fill("textarea.chat-textarea", text);
    await this.page.press("textarea.chat-textarea", "Enter");
  }

  /** Resolves when the text stands in the conversation. */
  async sees(text: string): Promise<void> {
    await this.page.waitForSelector(`.chat-msg__text:has-text("${text}")`);
  }

  /** Chooses a file, as with the paper clip. */
  async sendsFile(path: string): Promise<void> {
    await this.page.setInputFiles("input.fileupload", path);
  }

  /** The width and height of the picture in the conversation, once it is shown. */
  async seesPicture(): Promise<readonly [width: number, height: number]> {
    const handle = await this.page.waitForFunction(`(() => {
      const image = document.querySelector("converse-chat-message .chat-image");
      return image?.complete && image.naturalWidth > 0 ? [image.naturalWidth, image.naturalHeight] : undefined;
    })()`);
    return (await handle.jsonValue()) as [number, number];
  }

  /** Resolves when a WebSocket message with this text has come. */
  async receives(text: string): Promise<void> {
    const deadline = performance.now() + TIMEOUT_MS;
    while (!this.received.some((message) => message.includes(text))) {
      if (performance.now() > deadline) throw new Error(`no ${text} among ${this.received.join("\n")}`);
      await this.page.waitForTimeout(50);
    }
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}
