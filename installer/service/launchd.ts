/** launchd.plist(5): the service of a Mac, as a daemon of the whole machine that runs as one of its users. */
import { commandOf, type Description, OPEN_FILES, SECONDS, SERVICE, UMASK } from "./description.ts";

/** For /Library/LaunchDaemons/jabber-home.plist, which has to belong to root. */
export function launchdFile(service: Description): string {
  const { home, user, log } = service;
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
${dictionary({
  Label: SERVICE,
  ProgramArguments: commandOf(service),
  UserName: user,
  WorkingDirectory: home,
  RunAtLoad: true,
  KeepAlive: true,
  ThrottleInterval: SECONDS.betweenStarts,
  ExitTimeOut: SECONDS.stop,
  Umask: UMASK,
  ...(log === undefined ? {} : { StandardErrorPath: log }),
})}
  <key>SoftResourceLimits</key>
  <dict><key>NumberOfFiles</key><integer>${OPEN_FILES}</integer></dict>
</dict>
</plist>
`;
}

type Value = string | number | boolean | readonly string[];

const dictionary = (entries: Readonly<Record<string, Value>>): string =>
  Object.entries(entries)
    .map(([key, value]) => `  <key>${key}</key>${element(value)}`)
    .join("\n");

function element(value: Value): string {
  if (typeof value === "boolean") return `<${value}/>`;
  if (typeof value === "number") return `<integer>${value}</integer>`;
  if (typeof value === "string") return `<string>${escaped(value)}</string>`;
  return `<array>${value.map((each) => `<string>${escaped(each)}</string>`).join("")}</array>`;
}

/** Text of XML. */
export const escaped = (text: string): string =>
  text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
