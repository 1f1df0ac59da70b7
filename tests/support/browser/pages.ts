/** A browser that looks at the pages of a test's server: over HTTPS, or as whom a proxy before it has asked for. */
import { type Browser, openBrowser } from "../../../src/web/pages/testing.ts";
import type { TestServer } from "../server.ts";

export interface BrowserOptions {
  /** As Accept-Language has it; English by default. */
  readonly language?: string;
  /** Comes through listen.http_proxied, as this address. */
  readonly from?: string;
}

export function browserOf({ server }: TestServer, { language, from }: BrowserOptions = {}): Browser {
  const address = server.listening[from === undefined ? "https" : "http_proxied"];
  if (address === undefined) throw new Error("this server has no such listener");
  const origin = `${from === undefined ? "https" : "http"}://${address}`;
  const send = async (request: Request): Promise<Response> => {
    const { pathname, search } = new URL(request.url);
    const headers = new Headers(request.headers);
    if (from !== undefined) headers.set("x-forwarded-for", from);
    return fetch(`${origin}${pathname}${search}`, {
      method: request.method,
      headers,
      redirect: "manual",
      tls: { rejectUnauthorized: false },
      ...(request.body ? { body: await request.bytes() } : {}),
    });
  };
  return openBrowser(send, language);
}

/** Signs in on the account's page, and returns what follows. */
export async function signInOn(browser: Browser, name: string, password: string) {
  return browser.submit(await browser.get("/account"), "/account/sign-in", { name, password });
}
