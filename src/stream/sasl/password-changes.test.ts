import { expect, test } from "bun:test";
import type { AccountListener } from "../../store/accounts.ts";
import { PasswordChanges } from "./password-changes.ts";

test("a change of the password, a removal or a disabling counts for that account alone", () => {
  const listeners: AccountListener[] = [];
  const listen = (listener: AccountListener): void => void listeners.push(listener);
  const changes = new PasswordChanges({ onDisable: listen, onPasswordChange: listen, onRemove: listen });
  const before = changes.version;
  for (const [index, listener] of listeners.entries()) {
    const account = `user${index}@example.org`;
    expect(changes.hasChangedSince(account, before)).toBe(false);
    listener(account);
    expect(changes.hasChangedSince(account, before)).toBe(true);
    expect(changes.hasChangedSince(account, changes.version)).toBe(false);
  }
  expect(listeners).toHaveLength(3);
  expect(changes.hasChangedSince("somebody@example.org", before)).toBe(false);
});
