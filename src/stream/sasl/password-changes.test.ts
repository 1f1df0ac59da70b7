import { expect, test } from "bun:test";
import type { AccountListener } from "../../store/accounts.ts";
import { PasswordChanges } from "./password-changes.ts";

test("what began before a change, a removal or a disabling is stale, for that account alone", () => {
  const listeners: AccountListener[] = [];
  const listen = (listener: AccountListener): void => void listeners.push(listener);
  const changes = new PasswordChanges({ onDisable: listen, onPasswordChange: listen, onRemove: listen });
  const before = changes.now;
  for (const [index, listener] of listeners.entries()) {
    const account = `user${index}@example.org`;
    expect(changes.happened(account, before)).toBe(false);
    listener(account);
    expect(changes.happened(account, before)).toBe(true);
    expect(changes.happened(account, changes.now)).toBe(false);
  }
  expect(listeners).toHaveLength(3);
  expect(changes.happened("somebody@example.org", before)).toBe(false);
});
