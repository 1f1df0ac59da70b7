/** The commands that the documents tell people to type. */
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

export const ROOT = resolve(import.meta.dir, "../..");

const markdownIn = (folder: string): readonly string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md") && !name.startsWith("decisions/"))
    .map((name) => join(folder, name))
    .toSorted();

/** What people read who use the program: not CONTRIBUTING.md, nor decisions. */
export const DOCUMENTS: readonly string[] = ["README.md", "README.fr.md", ...markdownIn("docs")];

/** What the French pages call what is to be filled in, and the names that they give, as the English ones do. */
const IN_ENGLISH: Readonly<Record<string, string>> = {
  ADRESSE_DE_CETTE_PAGE: "ADDRESS_OF_THIS_PAGE",
  ADRESSE_DE_LA_VERSION: "ADDRESS_OF_THE_RELEASE",
  DOSSIER: "DIR",
  FICHIER: "FILE",
  DOMAINE: "DOMAIN",
  SALON: "ROOM",
  Famille: "Family",
  NOM: "NAME",
  "ailleurs.org": "elsewhere.org",
  "ancien.fr": "old.example",
  "exemple.fr": "example.com",
  "phrase.txt": "passphrase.txt",
  "cle-jabber-home.txt": "jabber-home-key.txt",
  "cle.txt": "key.txt",
  "--lang fr": "",
};

/** As it is compared: in English, without sudo and the program's path, spaces and comments. */
export function plain(line: string): string {
  const words = Object.entries(IN_ENGLISH).reduce(
    (text, [french, english]) =>
      text.replaceAll(new RegExp(`(?<![\\w.-])${french.replaceAll(".", "\\.")}(?!\\w)`, "g"), english),
    line.replaceAll("\\|", "|").replace("URL|DOSSIER", "URL|FOLDER"),
  );
  return words
    .replace(/(?:^|\s)#.*/, "")
    .replace(/\s+/g, " ")
    .trim()
    .replace(/^sudo (?=\S*jabber-home)/, "")
    .replace(/^(?:dist\/|\.\/|~\/\.local\/bin\/|\.\\)(?=jabber-home)/, "")
    .replace(/^jabber-home\.exe/, "jabber-home");
}

/** Of blocks marked as `sh`, of indented lines, and within the text where it begins with the program or npm. */
export function typedIn(document: string): readonly string[] {
  const text = readFileSync(join(ROOT, document), "utf8");
  const blocks = [...text.matchAll(/^( *)```sh\n([\s\S]*?)^ *```$/gm)].flatMap(([, , block = ""]) =>
    block.replaceAll(/\\\n/g, "").split("\n"),
  );
  const rest = text.replace(/^ *```[\s\S]*?^ *```$/gm, "");
  const indented = [...rest.matchAll(/^ {4}((?:sudo )?jabber-home .*)$/gm)].map(([, line = ""]) => line);
  const inline = [...rest.matchAll(/`((?:sudo )?(?:dist\/)?jabber-home \w[^`]*|npm [^`]*)`/g)].map(
    ([, line = ""]) => line,
  );
  return [...new Set([...blocks, ...indented, ...inline].map(plain))].filter((line) => line !== "");
}
