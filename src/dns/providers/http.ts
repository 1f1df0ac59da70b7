/** Requests to a provider's API: bounded in time and size, never redirected, and silent about what is secret. */
import { SECOND } from "../../clock.ts";
import { onOneLine } from "../../one-line.ts";
import { type ApiProvider, type Credentials, type DnsApiDeps, DnsApiError, type DnsApiReason } from "./api.ts";
import { sentenceOf } from "./error-body.ts";

/** A page of a large zone is some hundred kilobytes. */
const MAX_ANSWER_BYTES = 1_000_000;
const MAX_DETAIL_LENGTH = 300;
/** How often a provider that wants to be asked later is asked again, after how many seconds at most, and where it does not tell. */
const BUSY = { retries: 3, maxSeconds: 60, seconds: 10 } as const;

export interface ApiRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** States that are an answer, too, such as 404 where something is removed. */
  readonly accepts?: readonly number[];
  /** "json" by default. */
  readonly format?: "json" | "text";
}

export interface ApiAnswer {
  readonly status: number;
  /** Undefined where the body is empty, or asked for as text. */
  readonly json: unknown;
  readonly text: string;
}

export interface ApiClient {
  /** Rejects with DnsApiError where the answer is no success. */
  request(request: ApiRequest): Promise<ApiAnswer>;
  /** A refusal in the body of an answer, which is JSON or text. */
  refusal(reason: DnsApiReason, body: unknown): DnsApiError;
}

/** What a provider does otherwise than others. */
export interface ApiRules {
  /** States that mean: ask again later. */
  readonly busy?: readonly number[];
  /** What a refusal means, by its body, where its state does not tell. */
  readonly reasonOf?: (status: number, text: string) => DnsApiReason | undefined;
}

/** `credentials` are taken out of whatever is told about a failure. */
export function apiClient(
  provider: ApiProvider,
  credentials: Credentials,
  { fetch, timeoutMs, sleep }: Pick<DnsApiDeps, "fetch" | "timeoutMs" | "sleep">,
  { busy = [429], reasonOf: reasonByBody }: ApiRules = {},
): ApiClient {
  // In a URL they may be told otherwise; of two, one of which is in the other, the whole goes.
  const secrets = Object.values(credentials)
    .flatMap((value) => [value, encodeURIComponent(value), new URLSearchParams({ "": value }).toString().slice(1)])
    .filter((value) => value !== "")
    .sort((one, other) => other.length - one.length);
  const failure = (reason: DnsApiReason, detail: string): DnsApiError => {
    const safe = secrets.reduce((text, secret) => text.replaceAll(secret, "…"), detail);
    return new DnsApiError(provider, reason, onOneLine(safe).slice(0, MAX_DETAIL_LENGTH));
  };

  const send = async ({ method, url, headers = {}, body }: ApiRequest): Promise<Received> => {
    try {
      const response = await fetch(url, {
        method,
        headers: { accept: "application/json", ...(body === undefined ? {} : JSON_BODY), ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        redirect: "manual",
        signal: AbortSignal.timeout(timeoutMs),
      });
      const text = await boundedText(response);
      if (text === undefined) throw failure("unreadable", `more than ${MAX_ANSWER_BYTES} bytes`);
      return { status: response.status, text, retryAfter: response.headers.get("retry-after") };
    } catch (error) {
      if (error instanceof DnsApiError) throw error;
      throw failure("unreachable", error instanceof Error ? error.message : String(error));
    }
  };
  const sendPatiently = async (request: ApiRequest): Promise<Received> => {
    for (let retries = 0; ; retries += 1) {
      const received = await send(request);
      const seconds = busy.includes(received.status) ? secondsUntil(received.retryAfter) : undefined;
      if (seconds === undefined || retries === BUSY.retries) return received;
      await sleep(seconds * SECOND);
    }
  };
  return {
    request: async (request) => {
      const { status, text } = await sendPatiently(request);
      if (status >= 300 && status < 400) throw failure("unreadable", `HTTP ${status}`);
      const isSuccess = (status >= 200 && status < 300) || request.accepts?.includes(status) === true;
      if (!isSuccess || (busy.includes(status) && request.accepts?.includes(status) !== true)) {
        const reason = reasonByBody?.(status, text) ?? (busy.includes(status) ? "too-many" : reasonOf(status));
        throw failure(reason, `HTTP ${status} ${sentenceOf(text)}`);
      }
      if (text.trim() === "" || request.format === "text") return { status, json: undefined, text };
      try {
        return { status, json: JSON.parse(text) as unknown, text };
      } catch {
        if (status >= 300) return { status, json: undefined, text };
        throw failure("unreadable", `HTTP ${status} ${text}`);
      }
    },
    refusal: (reason, body) =>
      failure(reason, sentenceOf(typeof body === "string" ? body : (JSON.stringify(body) ?? ""))),
  };
}

interface Received {
  readonly status: number;
  readonly text: string;
  readonly retryAfter: string | null;
}

/** RFC 9110 §10.2.3. Undefined where that is too long to wait for, or a date. */
function secondsUntil(retryAfter: string | null): number | undefined {
  if (retryAfter === null) return BUSY.seconds;
  const seconds = /^\d{1,6}$/.test(retryAfter.trim()) ? Number(retryAfter) : Number.POSITIVE_INFINITY;
  return seconds <= BUSY.maxSeconds ? Math.max(1, seconds) : undefined;
}

const JSON_BODY = { "content-type": "application/json" };

function reasonOf(status: number): DnsApiReason {
  if (status === 401 || status === 403) return "credentials";
  if (status === 404) return "no-zone";
  if (status === 429) return "too-many";
  return status >= 500 ? "unreachable" : "refused";
}

/** Undefined where it is too long; the rest is not read. */
async function boundedText(response: Response): Promise<string | undefined> {
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_ANSWER_BYTES) return undefined;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** A member of what was answered; undefined where that is no object or has none. */
export const member = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;

export const items = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
