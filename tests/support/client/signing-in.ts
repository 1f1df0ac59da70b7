/** Helpers of tests of SASL2 and Bind 2: streams, features, user agents. */
import type { Element } from "ltx";
import { PASSWORD, type TestServer } from "../server.ts";
import { Client } from "./client.ts";
import { SaslFailure } from "./sasl.ts";
import { SASL2, type Sasl2Options, signIn } from "./sasl2.ts";

export const PHONE = "d4565fa7-4d72-4749-b3d3-740edbf87770";
export const LAPTOP = "0ac9f3a1-58b9-4f1c-9d59-2c1f1f6e8a02";

/** An unauthenticated stream under TLS; `from` is that of its header. */
export const newStream = (server: TestServer, from?: string): Promise<Client> =>
  Client.connect({ ...server.at("direct"), ...(from === undefined ? {} : { from }) });

export interface SignedIn {
  readonly client: Client;
  readonly success: Element;
}

/** Signs in by SASL2 on a new stream, by default with SCRAM-SHA-256 and PASSWORD. Rejects with SaslFailure. */
export async function signInOnNewStream(
  server: TestServer,
  options: Partial<Sasl2Options> & { username: string },
): Promise<SignedIn> {
  const client = await newStream(server);
  try {
    const success = await signIn(client, { mechanism: "SCRAM-SHA-256", password: PASSWORD, ...options });
    client.jid = success.getChildText("authorization-identifier") ?? "";
    return { client, success };
  } catch (error) {
    client.destroy();
    throw error;
  }
}

/** The condition with which a login fails; "in" where it succeeds. */
export const outcomeOf = (login: Promise<unknown>): Promise<string> =>
  login.then(
    () => "in",
    (error) => {
      if (error instanceof SaslFailure) return error.condition;
      throw error;
    },
  );

/** The <authentication/> element of the features. Throws where there is none. */
export function authentication(features: Element): Element {
  const element = features.getChild("authentication", SASL2);
  if (!element) throw new Error(`no SASL2 in ${features}`);
  return element;
}

export const textsOf = (parent: Element | undefined, name: string): string[] =>
  (parent?.getChildren(name) ?? []).map((child) => child.getText());
