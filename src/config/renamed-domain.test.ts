import { expect, test } from "bun:test";
import { modules } from "../modules.ts";
import { formerDomainsOf } from "./former-domains.ts";
import { readConfig } from "./read.ts";
import { domainChanges } from "./renamed-domain.ts";
import { changeConfig } from "./write.ts";

const changed = (text: string, from: string, to: string): string =>
  changeConfig(text, modules, domainChanges(readConfig(text, modules), from, to));

test("what is of the domain gets the new name; the rest and the comments stay", () => {
  const text = `# ours
domains = ["other.example", "Old.Example"]
host = "box.old.example"

[web]
address = "chat.old.example:5443" # pages
also = ["share.old.example"]

[contact]
admin = ["xmpp:root@old.example?message", "xmpp:root@elsewhere.example", "mailto:root@old.example"]
`;
  const now = changed(text, "old.example", "new.example");
  expect(now).toContain("# ours");
  expect(now).toContain("# pages");
  const { general, web, modules: sections } = readConfig(now, modules);
  expect(general).toMatchObject({ domains: ["other.example", "new.example"], host: "box.new.example" });
  expect(web).toMatchObject({ address: "chat.new.example:5443", also: ["share.old.example"] });
  const admin = ["xmpp:root@new.example?message", "xmpp:root@elsewhere.example", "mailto:root@old.example"];
  expect(sections).toMatchObject({ contact: { admin } });
});

test("a host and a web address of another domain stay", () => {
  const now = changed('domains = ["old.example"]\nhost = "box.bold.example"\n', "old.example", "new.example");
  expect(readConfig(now, modules).general.host).toBe("box.bold.example");
});

test("former domains lead to where the domain is now, and one that is a domain again is none", () => {
  const first = changed('domains = ["a.example"]\n', "a.example", "b.example");
  const second = changed(first, "b.example", "c.example");
  expect([...formerDomainsOf(readConfig(second, modules))]).toEqual([
    ["a.example", "c.example"],
    ["b.example", "c.example"],
  ]);
  const back = changed(second, "c.example", "a.example");
  expect([...formerDomainsOf(readConfig(back, modules))]).toEqual([
    ["b.example", "a.example"],
    ["c.example", "a.example"],
  ]);
});

test("without a second name, a former domain is the first of those served", () => {
  const config = readConfig('domains = ["a.example", "b.example"]\nformer_domains = ["old.example"]\n', modules);
  expect([...formerDomainsOf(config)]).toEqual([["old.example", "a.example"]]);
});

test.each([
  "a b",
  "old.example=else.example",
  "a.example",
  "old.example=a.example=b",
  "192.0.2.1=a.example",
  "=a.example",
])("former_domains = [%p] is refused", (entry) => {
  const read = () => readConfig(`domains = ["a.example"]\nformer_domains = ["${entry}"]\n`, modules);
  expect(read).toThrow("former_domains");
});
