/** RFC 4616: PLAIN. */
import { expect, test } from "bun:test";
import { type SaslContextOptions, saslContext, stepText } from "../../../tests/support/client/sasl-context.ts";
import type { SaslContext } from "./mechanism.ts";
import { plain } from "./plain.ts";

const told = async (message: string | Uint8Array, given: SaslContextOptions = {}): Promise<string> =>
  stepText(await plain.start(saslContext(given)).step(Buffer.from(message)));

test("§2: the right password proves the account", async () => {
  expect(await told("\0user\0pencil")).toBe("success user@example.org");
  expect(await told("user@example.org\0user\0pencil")).toBe("success user@example.org");
});

test("§2: a wrong password and an unknown account are not-authorized alike", async () => {
  expect(await told("\0user\0pencils")).toBe("failure not-authorized");
  expect(await told("\0nobody\0pencil")).toBe("failure not-authorized");
  expect(await told("\0us@er\0pencil")).toBe("failure not-authorized");
});

test.each(["", "\0", "\0\0", "user", "\0user\0", "\0\0pencil", "\0user\0pen\0cil", "\0user\0pencil\0"])(
  "§2: message = [authzid] NUL authcid NUL passwd; %j is malformed-request",
  async (message) => expect(await told(message)).toBe("failure malformed-request"),
);

test("§2: what is not UTF-8 is malformed-request", async () => {
  expect(await told(Buffer.from([0, 0x61, 0, 0xff]))).toBe("failure malformed-request");
});

test("RFC 6120 §6.5.6: somebody else's authzid is invalid-authzid, whatever the password", async () => {
  expect(await told("romeo@example.org\0user\0pencil")).toBe("failure invalid-authzid");
  expect(await told("romeo@example.org\0user\0wrong")).toBe("failure invalid-authzid");
});

test("a byte order mark is a character like any other", async () => {
  expect(await told("\uFEFF\0user\0pencil")).toBe("failure invalid-authzid");
});

test("a failure names the account that was tried, for the limit of attempts", async () => {
  const step = await plain.start(saslContext()).step(Buffer.from("\0User\0pencils"));
  expect(step).toMatchObject({ is: "failure", condition: "not-authorized", account: "user@example.org" });
});

test("RFC 6120 §6.5.11: after too many attempts no password is hashed", async () => {
  const { accounts } = saslContext();
  const verify = (): Promise<boolean> => Promise.reject(new Error("hashed"));
  const refused = await told("\0user\0pencil", { mayTry: () => false, accounts: { ...accounts, verify } });
  expect(refused).toBe("failure temporary-auth-failure");
});

test("a fault of the store is thrown, not a failure to authenticate", async () => {
  const { accounts } = saslContext();
  const verify = (): Promise<boolean> => Promise.reject(new Error("disk"));
  await expect(told("\0user\0pencil", { accounts: { ...accounts, verify } })).rejects.toThrow("disk");
});

test("a one-time password proves the account to the client that it was given to, and is no attempt", async () => {
  const givenTo = { id: "page:1", software: undefined, device: undefined };
  const oneTimePasswords: SaslContext["oneTimePasswords"] = {
    isOne: (password) => password.startsWith("one-time:"),
    redeem: (account, password) =>
      account === "user@example.org" && password === "one-time:good" ? givenTo : undefined,
  };
  const mayTry = (): boolean => {
    throw new Error("counted");
  };
  const { accounts } = saslContext();
  const verify = (): Promise<boolean> => Promise.reject(new Error("hashed"));
  const given = { oneTimePasswords, mayTry, accounts: { ...accounts, verify } };
  const step = await plain.start(saslContext(given)).step(Buffer.from("\0user\0one-time:good"));
  expect(step).toMatchObject({ is: "success", account: "user@example.org", givenTo });
  expect(await told("\0user\0one-time:bad", given)).toBe("failure credentials-expired");
  expect(await told("\0nobody\0one-time:good", given)).toBe("failure credentials-expired");
});
