import { expect, test } from "bun:test";
import { readConfig } from "../config/read.ts";
import { modules } from "../modules.ts";
import { formerNames, formerWebNames } from "./former-names.ts";

const config = readConfig('domains = ["new.example"]\nformer_domains = ["old.example=new.example"]\n', modules);

test("a former domain has the services that the domain has", () => {
  const { names, accountDomains } = formerNames(config, ["rooms", "pubsub"]);
  expect([...names]).toEqual([
    ["old.example", "new.example"],
    ["rooms.old.example", "rooms.new.example"],
    ["pubsub.old.example", "pubsub.new.example"],
  ]);
  expect([...accountDomains]).toEqual(["old.example"]);
});

test("links of then have the former domain, or the name of the pages below it", () => {
  expect(formerWebNames(config, "new.example")).toEqual(["old.example"]);
  expect(formerWebNames(config, "chat.new.example")).toEqual(["old.example", "chat.old.example"]);
  expect(formerWebNames(config, "chat.elsewhere.example")).toEqual(["old.example"]);
  expect(formerWebNames(config, undefined)).toEqual(["old.example"]);
});
