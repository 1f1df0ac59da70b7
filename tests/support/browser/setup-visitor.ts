/** A browser without script at the pages of setup: it keeps cookies, and sends forms. */
import { hiddenFieldsIn } from "../../../src/web/pages/testing.ts";

export interface SetupVisitor {
  readonly cookies: Map<string, string>;
  /** The page that was seen last. */
  readonly html: () => string;
  readonly title: () => string;
  get(path?: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** Sends the form of the page that was seen last, with these fields, and follows where it leads. */
  send(fields: Readonly<Record<string, string>>): Promise<Response>;
  /** Loads the page again until it asks something, or all is over. */
  settle(): Promise<void>;
  /** Sends a file by the form for a backup, and follows where it leads. */
  sendFile(content: Uint8Array, name?: string): Promise<Response>;
  /** Any body, as it is. */
  post(path: string, body: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
}

/** Milliseconds between two looks at a page that waits. */
const LOOK_MS = 100;

export function setupVisitor(origin: string, language = "en"): SetupVisitor {
  const cookies = new Map<string, string>();
  let page = "";

  const request = async (path: string, init: RequestInit & { headers?: Record<string, string> }): Promise<Response> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = {
      accept: "text/html",
      "accept-language": language,
      ...(cookie ? { cookie } : {}),
      ...init.headers,
    };
    const response = await fetch(`${origin}${path}`, { ...init, headers, redirect: "manual" });
    for (const field of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([\w-]+)=([\w-]*)/.exec(field) ?? [];
      cookies.set(name, value);
    }
    const location = response.headers.get("location");
    if (response.status === 303 && location !== null) return request(location, {});
    page = await response.clone().text();
    return response;
  };

  const post: SetupVisitor["post"] = (path, body, headers = {}) =>
    request(path, {
      method: "POST",
      body,
      headers: { "content-type": "application/x-www-form-urlencoded", origin: "null", ...headers },
    });
  return {
    cookies,
    html: () => page,
    title: () => /<h1[^>]*>(.*?)<\/h1>/s.exec(page)?.[1] ?? "",
    get: (path = "/", headers = {}) => request(path, { headers }),
    post,
    settle: async () => {
      while (/data-screen="\d+-(wait|starting)"/.test(page)) {
        await Bun.sleep(LOOK_MS);
        await request("/", {});
      }
    },
    sendFile: (content, name = "jabber.tar.zst") => {
      const [, path = "/backup"] = /action="(\/backup\?[^"]+)"/.exec(page) ?? [];
      const body = new FormData();
      body.set("backup", new File([content as Uint8Array<ArrayBuffer>], name));
      return request(path, { method: "POST", body, headers: { origin: "null" } });
    },
    send: (fields) => {
      const hidden = Object.fromEntries(hiddenFieldsIn(page, "/"));
      return post("/", new URLSearchParams({ ...hidden, ...fields }).toString());
    },
  };
}
