import type { ProfileFinding } from '../../src/diagnostics/profile-finding';
import { Severity } from '../../src/diagnostics/severity';
import { profileReport, type LintedFile } from '../../src/report/profile-report';

const FINDING = {
  rule: 'broad-files',
  severity: Severity.HIGH,
  profile: 'web\u001b[2J',
  line: 3,
  message: 'too many files',
  fix: 'list the files',
} as ProfileFinding;

const FILE: LintedFile & { readonly file: string } = {
  file: 'web.profile',
  profiles: ['web'],
  findings: [FINDING],
  render: () => 'profile web {}\n',
};

const LINES = 'web.profile:3: high broad-files: web\\u001b[2J: too many files\n  list the files\n';

test('the text form contains each finding with its fix, without control characters', () => {
  expect(profileReport([FILE], { format: 'text' })).toEqual({ output: LINES, findings: '' });
});

test('the rendered text form contains only profiles, and keeps the findings apart', () => {
  expect(profileReport([FILE, FILE], { format: 'text', render: true })).toEqual({
    output: 'profile web {}\nprofile web {}\n',
    findings: `${LINES}${LINES}`,
  });
});

test.each([
  [undefined, {}],
  [true, { rendered: 'profile web {}\n' }],
])('the JSON form with render %p contains findings and profiles', (render, more) => {
  const { output, findings } = profileReport([FILE], { format: 'json', ...(render !== undefined && { render }) });
  expect(JSON.parse(output)).toEqual({
    version: 1,
    files: [{ file: 'web.profile', profiles: ['web'], findings: [FINDING], ...more }],
  });
  expect(findings).toBe('');
});

test('no files give an empty text', () => {
  expect(profileReport([], { format: 'text' })).toEqual({ output: '', findings: '' });
});
