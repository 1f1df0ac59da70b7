/** Windows' Task Scheduler, schema 1.2: the server starts with the machine, and again a minute after it has ended. */
import { commandOf, type Description, TITLE } from "./description.ts";
import { escaped } from "./launchd.ts";

/** For `schtasks /create /tn jabber-home /xml FILE`. Without an encoding in its first line, so that it is what the file is. */
export function taskFile(service: Description): string {
  const [command = "", ...words] = commandOf(service);
  return `<?xml version="1.0"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>${TITLE}</Description>
  </RegistrationInfo>
  <Triggers>
    <BootTrigger><Enabled>true</Enabled></BootTrigger>
  </Triggers>
  <Principals>
    <Principal id="Service">
      <UserId>${escaped(service.user)}</UserId>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <RestartOnFailure>
      <Interval>PT1M</Interval>
      <Count>999</Count>
    </RestartOnFailure>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <Priority>5</Priority>
  </Settings>
  <Actions Context="Service">
    <Exec>
      <Command>${escaped(command)}</Command>
      <Arguments>${escaped(words.map(quoted).join(" "))}</Arguments>
      <WorkingDirectory>${escaped(service.home)}</WorkingDirectory>
    </Exec>
  </Actions>
</Task>
`;
}

const quoted = (word: string): string => (/\s/.test(word) ? `"${word}"` : word);
