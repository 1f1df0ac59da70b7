/** A person who chats on the pages of a test's server: signs in on its page, opens /chat, and sees what a browser shows. */
import type { Browser, BrowserContextOptions, Page } from "playwright-core";

/** Milliseconds for what a person waits for, a reconnection included. */
const TIMEOUT_MS = 25_000;

export interface ChatOptions extends BrowserContextOptions {
  /** False: something on the way lets none through. */
  readonly hasWebSockets?: boolean;
}

/** What a page sees then: each fails. */
const NO_WEBSOCKETS = `window.WebSocket = class extends EventTarget {
  readyState = 0;
  constructor() {
    super();
    setTimeout(() => {
      this.readyState = 3;
      this.onerror?.(new Event("error"));
      this.onclose?.(new CloseEvent("close", { code: 1006 }));
    });
  }
  close() {}
}`;

export class ChatPerson {
  readonly page: Page;
  /** What the console said, and what the policy or the network refused. */
  readonly complaints: string[] = [];
  /** The addresses that were asked for, WebSockets included. */
  readonly requests: string[] = [];
  /** Texts of WebSocket messages that the page has received. */
  readonly received: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    page.setDefaultTimeout(TIMEOUT_MS);
    page.on("request", (request) => void this.requests.push(request.url()));
    page.on("response", (response) => {
      if (response.status() >= 400) this.complaints.push(`${response.status()} ${response.url()}`);
    });
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") this.complaints.push(message.text());
    });
    page.on("pageerror", (error) => void this.complaints.push(String(error)));
    page.on("websocket", (socket) => {
      this.requests.push(socket.url());
      socket.on("framereceived", ({ payload }) => void this.received.push(String(payload)));
    });
  }

  /** A browser of this person's own, with nothing open yet. */
  static async in(browser: Browser, { hasWebSockets = true, ...options }: ChatOptions = {}): Promise<ChatPerson> {
    const context = await browser.newContext({ ignoreHTTPSErrors: true, locale: "en-GB", ...options });
    if (!hasWebSockets) await context.addInitScript(NO_WEBSOCKETS);
    return new ChatPerson(await context.newPage());
  }

  /** Opens /chat of the server at `origin`, which asks for the password first. */
  static async signIn(
    browser: Browser,
    origin: string,
    [name, password]: readonly [name: string, password: string],
    options: ChatOptions = {},
  ): Promise<ChatPerson> {
    const person = await ChatPerson.in(browser, options);
    const { page } = person;
    await page.goto(`${origin}/chat`);
    await page.fill("#name", name);
    await page.fill("#password", password);
    await page.click("main button:not([data-shows])");
    await person.isConnected();
    return person;
  }

  async isConnected(): Promise<void> {
    await this.page.waitForSelector("converse-user-profile");
  }

  /** Chooses somebody in the list of contacts. */
  async opensChat(contact: string): Promise<void> {
    await this.page.click(`a.open-chat[data-jid="${contact}"]`);
    await this.page.waitForSelector("converse-chat textarea.chat-textarea");
  }

  /** Chooses one of the groups that are open already. */
  async opensRoom(room: string): Promise<void> {
    await this.page.click(`a.open-room[data-room-jid="${room}"]`);
    await this.page.waitForSelector("converse-muc textarea.chat-textarea");
  }

  /** Goes on by the Tab key to what this selector finds, and presses a key there. */
  async presses(selector: string, key = "Enter"): Promise<void> {
    const isThere = `document.activeElement?.matches(${JSON.stringify(selector)}) === true`;
    for (let steps = 0; steps < 100; steps += 1) {
      if (await this.page.evaluate<boolean>(isThere)) return this.page.keyboard.press(key);
      await this.page.keyboard.press("Tab");
    }
    throw new Error(`the keyboard does not reach ${selector}`);
  }

  /** From a conversation to the lists, where the window has room for one of them. */
  async goesBack(): Promise<void> {
    await this.page.click("converse-controlbox-navback:visible");
  }

  async says(text: string): Promise<void> {
    await this.page.fill("textarea.chat-textarea:visible", text);
    await this.page.press("textarea.chat-textarea:visible", "Enter");
  }

  /** Resolves when the text stands in the conversation. */
  async sees(text: string): Promise<void> {
    await this.page.waitForSelector(`.chat-msg__text:visible:has-text("${text}")`);
  }

  /** Chooses a file, as with the paper clip. */
  async sendsFile(path: string): Promise<void> {
    await this.page.setInputFiles("input.fileupload", path);
  }

  /** The width and height of the picture in the conversation, once it is shown. */
  async seesPicture(): Promise<readonly [width: number, height: number]> {
    await this.page.waitForSelector("converse-chat-message .chat-image");
    // The page's policy refuses what would wait for a condition in it.
    return this.page.evaluate<[number, number]>(`(async () => {
      const image = document.querySelector("converse-chat-message .chat-image");
      await image.decode();
      return [image.naturalWidth, image.naturalHeight];
    })()`);
  }

  /** Resolves when a WebSocket message with this text has come, after so many others. */
  async receives(text: string, after = 0): Promise<void> {
    const deadline = performance.now() + TIMEOUT_MS;
    while (!this.received.slice(after).some((message) => message.includes(text))) {
      if (performance.now() > deadline) throw new Error(`no ${text} among ${this.received.join("\n")}`);
      await this.page.waitForTimeout(50);
    }
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}
