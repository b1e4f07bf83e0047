import fc from 'fast-check';
import type { Expression, ObjectExpression } from '../../../src/compose/code/expression';
import { literal } from '../../../src/compose/code/expressions';
import { printApp } from '../../../src/compose/typescript/print-app';
import { Target } from '../../../src/kubernetes/target';
import { prettier } from './prettier';

const text = fc.oneof(
  fc.constantFrom(
    'a',
    "it's",
    '"q"',
    '`${x}`',
    'line\nbreak',
    'back\\slash',
    '\\n',
    '\r\n',
    '\u2028',
    '\0',
    `'"`,
    `''"`,
  ),
  fc.string({ maxLength: 90 }),
  fc.lorem({ maxCount: 25 }),
);

const key = fc.oneof(
  fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,12}$/),
  fc.stringMatching(/^[a-z./-]{1,60}$/),
  fc.constantFrom('a', 'abcd', 'abcde', '8080', '__proto__', 'constructor', "it's"),
);

const scalar = fc.oneof(
  text,
  fc.integer({ min: -5000, max: 50000 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.integer(), { minLength: 8, maxLength: 30 }),
  fc.jsonValue({ maxDepth: 2 }),
);

const { expression } = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { depthSize: 'small' },
    scalar.map(literal),
    fc.constantFrom<Expression>({ type: 'member', path: 'Capability.SYS_TIME' }, { type: 'name', name: 'first' }),
    fc.array(tie('expression'), { maxLength: 5 }).map((items): Expression => ({ type: 'list', items })),
    propertiesOf(tie('expression')),
    fc
      .tuple(
        fc.constantFrom('Probe.httpGet', 'Identity.user', 'Posture'),
        fc.array(tie('expression'), { maxLength: 4 }),
      )
      .map(([callee, args]): Expression => ({ type: 'call', callee, isNew: callee === 'Posture', args })),
  ),
}));

function propertiesOf(value: fc.Arbitrary<Expression>): fc.Arbitrary<ObjectExpression> {
  const comment = fc.option(fc.lorem({ maxCount: 30 }), { freq: 8 });
  const property = fc
    .tuple(key, value, comment)
    .map(([name, of, words]) => ({ name, value: of, ...(words !== null && { comment: words }) }));
  return fc
    .uniqueArray(property, { selector: ({ name }) => name, maxLength: 6 })
    .map((properties) => ({ type: 'object', properties }));
}

test('Prettier does not change the text of any expression', async () => {
  await fc.assert(
    fc.asyncProperty(
      propertiesOf(expression),
      fc.array(expression, { maxLength: 4 }),
      text,
      async (props, args, id) => {
        const printed = printApp(
          {
            name: 'shop',
            target: Target.kubernetes('1.30'),
            statements: [
              {
                type: 'create',
                name: 'first',
                className: 'SecureEdgeApp',
                id,
                props: { type: 'object', properties: [] },
              },
              { type: 'create', name: 'second', className: 'SecureEdgeApp', id: 'second', props },
              { type: 'invoke', name: 'first', method: 'allowTo', args },
            ],
          },
          [],
        );
        expect(await prettier(printed)).toBe(printed);
      },
    ),
    { numRuns: 60 },
  );
});
