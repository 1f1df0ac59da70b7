/** What tests of the pages share: a browser that keeps cookies and sends forms, and pages on operations that are not real. */
import type { HttpMethod, HttpRoute } from "../../http.ts";
import { OperationError } from "../../operation-error.ts";
import type { SignIn } from "../../operations/sign-in.ts";
import { routingOf } from "../routing.ts";
import type { WebSessions } from "../web-sessions.ts";
import type { OwnFile, OwnFiles } from "./account/files.ts";
import type { InvitationPages } from "./invite/invitation.ts";
import { openPages, type PagesDeps } from "./pages.ts";

export interface ShownPage {
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
  /** After redirects: with its query. */
  readonly path: string;
}

export type Fields = Readonly<Record<string, string | readonly string[]>>;

export interface Browser {
  /** By name, without the prefix. */
  readonly cookies: Map<string, string>;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<ShownPage>;
  /** Fills in the form of `page` that leads to `action`, and sends it. Throws where there is none. */
  submit(page: ShownPage, action: string, fields?: Fields): Promise<ShownPage>;
  /** Sends any body to `path`, as a page of this server; `headers` replace what a browser would send. */
  post(path: string, body: string, headers?: Readonly<Record<string, string>>): Promise<ShownPage>;
}

const ORIGIN = "https://localhost";
const FORM_TYPE = "application/x-www-form-urlencoded";

/** `send` answers the requests, without following redirects. */
export function openBrowser(send: (request: Request) => Promise<Response>, language = "en"): Browser {
  const cookies = new Map<string, string>();

  const request = async (path: string, init: RequestInit & { headers: Record<string, string> }): Promise<ShownPage> => {
    const cookie = [...cookies].map(([name, value]) => `__Host-${name}=${value}`).join("; ");
    const headers = {
      accept: "text/html",
      "accept-language": language,
      ...(cookie ? { cookie } : {}),
      ...init.headers,
    };
    const response = await send(new Request(`${ORIGIN}${path}`, { ...init, headers }));
    for (const field of response.headers.getSetCookie()) keep(field);
    const location = response.headers.get("location");
    if (response.status === 303 && location !== null) return request(location, { headers: {} });
    return { status: response.status, headers: response.headers, html: await response.text(), path };
  };
  const keep = (field: string): void => {
    const [, name = "", value = ""] = /^__Host-(\w+)=([\w-]*)/.exec(field) ?? [];
    if (/; Max-Age=0\b/.test(field)) cookies.delete(name);
    else cookies.set(name, value);
  };
  const post: Browser["post"] = (path, body, headers = {}) =>
    request(path, {
      method: "POST",
      body,
      headers: { "content-type": FORM_TYPE, "sec-fetch-site": "same-origin", origin: "null", ...headers },
    });
  return {
    cookies,
    get: (path, headers = {}) => request(path, { headers }),
    post,
    submit: (page, action, fields = {}) => {
      const body = new URLSearchParams();
      for (const [name, value] of hiddenFieldsIn(page.html, action))
        if (!Object.hasOwn(fields, name)) body.append(name, value);
      for (const [name, values] of Object.entries(fields))
        for (const value of [values].flat()) body.append(name, value);
      return post(action, body.toString());
    },
  };
}

/** Name and value, as they stand in the form. */
export function hiddenFieldsIn(page: string, action: string): [name: string, value: string][] {
  const [, form] = new RegExp(`<form method="post" action="${action}"[^>]*>([^]*?)</form>`).exec(page) ?? [];
  if (form === undefined) throw new Error(`no form leads to ${action}`);
  const inputs = form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g);
  return [...inputs].map(([, name = "", value = ""]) => [name, unescaped(value)]);
}

const CHARACTERS: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', "#x27": "'", amp: "&" };
const unescaped = (text: string): string => text.replaceAll(/&([#\w]+);/g, (all, name) => CHARACTERS[name] ?? all);

export const ALICE = "alice@example.com";

/** Her files, the newest first. */
export function filesOf(list: OwnFile[]): OwnFiles {
  const own = (account: string, ids: readonly string[]): OwnFile[] =>
    account === ALICE ? list.filter(({ id }) => ids.includes(id)) : [];
  return {
    page: (account, count, after) => {
      const end = Number(after ?? 0) + count;
      const files = account === ALICE ? list.slice(end - count, end) : [];
      return { files, next: end < list.length ? String(end) : undefined };
    },
    total: () => ({ files: list.length, bytes: list.reduce((sum, { bytes }) => sum + bytes, 0) }),
    named: own,
    remove: async (account, ids) => {
      for (const file of own(account, ids)) list.splice(list.indexOf(file), 1);
    },
  };
}

/** Alice's password is "wherefore art thou". */
const signIn: SignIn = async ({ name, password }) =>
  ["alice", ALICE].includes(name) && password === "wherefore art thou"
    ? { is: "proven", account: ALICE }
    : { is: "unknown" };

function sessionsInMemory(): WebSessions & { grow: (token: string) => void } {
  const accounts = new Map<string, string>();
  const grown = new Set<string>();
  const drop = (token: string): void => void accounts.set(token, "");
  return {
    start: (account) => {
      const token = `session-${accounts.size}`;
      accounts.set(token, account);
      return token;
    },
    find: (token) => {
      const account = accounts.get(token);
      return account ? { id: token, account, token, isFresh: !grown.has(token) } : undefined;
    },
    prove: (token) => void grown.delete(token),
    of: (account) =>
      [...accounts].flatMap(([id, each]) => (each === account ? { id, browser: undefined, started: 0, seen: 0 } : [])),
    // Kept, so that no token is given twice.
    end: drop,
    endById: drop,
    isOpen: (id) => Boolean(accounts.get(id)),
    onEnd: () => {},
    /** Its owner has given the password a long time ago. */
    grow: (token) => void grown.add(token),
  };
}

const noInvitations: InvitationPages = {
  find: () => "unknown",
  pictureOf: () => undefined,
  register: () => Promise.reject(new OperationError("no-such-account", { account: "" })),
  accept: () => Promise.reject(new OperationError("no-such-account", { account: "" })),
  setPassword: () => Promise.reject(new OperationError("no-such-account", { account: "" })),
};

/** Somebody who has nothing yet. */
const nothingOwn: Pick<PagesDeps, "ownInvitations" | "profile" | "apps" | "history" | "moveIn" | "exportOf" | "leave"> =
  {
    ownInvitations: {
      rightsOf: () => ({ accounts: false, contacts: true, all: false }),
      circles: () => [],
      list: () => [],
      create: () => Promise.reject(new OperationError("may-not-invite", { account: ALICE })),
      revoke: async () => {},
    },
    profile: {
      maxPicture: 1000,
      nameOf: () => undefined,
      pictureOf: () => undefined,
      setName: async () => {},
      setPicture: async () => {},
    },
    apps: { list: () => [], signOut: async () => false },
    history: {
      keep: Number.POSITIVE_INFINITY,
      usualOf: () => "always",
      setUsual: async () => {},
      deleteAll: async () => {},
    },
    moveIn: { stateOf: () => undefined, start: () => {} },
    exportOf: () => new Blob([]).stream(),
    leave: async () => "gone",
  };

/** The pages, and a browser that looks at them without a network. */
export function openTestPages(deps: Partial<PagesDeps> = {}) {
  const sessions = sessionsInMemory();
  const pages = openPages({
    brand: { domainOf: () => "example.com", accent: "green" },
    sessions,
    formKey: new Uint8Array(32),
    door: { title: "", lead: "", contact: undefined, isFederated: true, registration: "invitation" },
    signIn,
    setPassword: async () => "changed",
    minimum: 8,
    files: undefined,
    admin: {
      now: Date.now,
      isAdministrator: () => false,
      operationsFor: () => {
        throw new Error("nobody is an administrator");
      },
    },
    chat: undefined,
    check: { visit: () => undefined, report: () => false, isTrusted: () => true },
    invitations: noInvitations,
    ...nothingOwn,
    ...deps,
  });
  const sendTo =
    (routes: readonly HttpRoute[]) =>
    async (request: Request): Promise<Response> => {
      const { pathname: path, search } = new URL(request.url);
      const handler = routingOf(routes).routeFor(path)?.methods[request.method as HttpMethod];
      if (!handler) return pages.errorResponse(404, request);
      const times = { allowTime() {}, allowSlowBody() {} };
      return handler({
        request,
        path,
        query: search.slice(1),
        host: "example.com",
        remoteAddress: "192.0.2.1",
        ...times,
      });
    };
  const send = sendTo(pages.routes);
  return {
    ...{ pages, sessions, send, signIn },
    ...{ brand: pages.brand, errorResponse: pages.errorResponse },
    browser: (language?: string) => openBrowser(send, language),
    /** A browser in which alice is signed in, which has these pages besides. */
    aliceBrowser: (others: readonly HttpRoute[] = []): Browser => {
      const browser = openBrowser(sendTo([...pages.routes, ...others]));
      browser.cookies.set("session", sessions.start(ALICE) ?? "");
      return browser;
    },
  };
}
