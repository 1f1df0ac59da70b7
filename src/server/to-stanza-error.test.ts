import { expect, test } from "bun:test";
import { StanzaError } from "../stanza-error.ts";
import { AccountError, fullError, StoreError } from "../store/errors.ts";
import { accountErrorToStanzaError } from "./to-stanza-error.ts";

const conditionOf = (error: unknown): string | undefined =>
  error instanceof StanzaError ? error.condition : undefined;

test("who registers before login is told that the name is taken, or that the disk is full", () => {
  const taken = new AccountError("exists", "romeo@localhost", "this account exists already");
  expect(conditionOf(accountErrorToStanzaError(taken))).toBe("conflict");
  expect(conditionOf(accountErrorToStanzaError(fullError()))).toBe("resource-constraint");
});

test("what was not foreseen stays as it is", () => {
  const failed = new StoreError("failed", "the database could not be written");
  expect(accountErrorToStanzaError(failed)).toBe(failed);
});
