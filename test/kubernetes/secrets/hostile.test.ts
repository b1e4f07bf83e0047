import fc from 'fast-check';
import { secretsInCommand } from '../../../src/kubernetes/secrets/command-secrets';
import { secretsInFile, secretsInVariable } from '../../../src/kubernetes/secrets/text-secrets';
import { TOKEN_FORMS } from '../../../src/kubernetes/secrets/token-form';
import { runs, some } from '../../exhaustive';
import { workOf } from '../../work';

/** Parts of hostile texts: starts of forms, quotes that stay open, separators. */
const STARTS = TOKEN_FORMS.map(({ example }) => example.slice(0, 12));
const OTHERS = [
  ...'\'"`$(){}[]<>:=@/\\|&;#%!?,.-_ \t\n\r'.split(''),
  '$(',
  '${',
  '{{',
  '://',
  ':@',
  '--password',
  '--password=',
  '-p',
  'sh -c "',
  'password: ',
  '"password": "',
  'Authorization: Bearer ',
  '<password>',
  'a',
  '0',
];
const PARTS = [...STARTS, ...OTHERS];

const all = (text: string): void => {
  for (const name of ['PASSWORD', 'TLS_SECRET', 'ENCRYPTION_KEY', 'X']) secretsInVariable(name, text);
  for (const key of ['password', 'app.properties', 'run.sh', 'a.py', 'a.json']) secretsInFile(key, text);
  secretsInCommand(['mysql', text]);
  secretsInCommand(['curl', '-u', text]);
  secretsInCommand(['sh', '-c', text]);
  secretsInCommand(text.split(' '));
};

test('no text makes the recogniser fail', () => {
  const text = fc.array(fc.oneof(fc.constantFrom(...PARTS), fc.string({ maxLength: 5 })), { maxLength: 40 });
  fc.assert(
    fc.property(text, (parts) => all(parts.join(''))),
    { numRuns: runs(200, 500) },
  );
});

test('no secret has a name that contains a token', () => {
  const text = fc.array(fc.constantFrom(...PARTS), { maxLength: 30 });
  fc.assert(
    fc.property(text, (parts) => {
      for (const { name = '' } of secretsInVariable('X', parts.join(''))) expect(name).not.toMatch(/:\/\/|-----/);
    }),
  );
});

test.each([...some(STARTS, 12), ...OTHERS])('the work for a long text of %j is linear', (part) => {
  const text = (size: number): string => part.repeat(Math.ceil(size / part.length));
  all(text(5_000));
  // short texts are compared in other ways
  const [small, large] = [5_000, 15_000].map((size) => workOf(() => all(text(size))));
  expect(large! / Math.max(small!, 1_000)).toBeLessThan(4.5);
});
