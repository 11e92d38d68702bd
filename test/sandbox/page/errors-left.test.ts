import { describe, expect, test } from 'vitest';
import { errorsLeft } from '../../../sandbox/page/client/controls/values.ts';

const reason = (value: string | null) => ({ reason: { reason: { type: 'plain_text_input', value } } });
const image = (value: string) => ({ image: { image: { type: 'static_select', selected_option: { value } } } });
const errors = { reason: 'Please complete this required field.', image: 'There is no such image.' };

describe('what was wrong with a form when it was sent', () => {
  const sent = { ...reason(null), ...image('v0') };

  test.for([
    ['nothing is changed', sent, ['reason', 'image']],
    ['one field is filled', { ...reason('the release'), ...image('v0') }, ['image']],
    ['the other is chosen anew', { ...reason(null), ...image('v1') }, ['reason']],
    ['both are changed', { ...reason('the release'), ...image('v1') }, []],
  ] as const)('when %s', ([, values, left]) => {
    expect(Object.keys(errorsLeft(errors, sent, values))).toEqual(left);
  });

  test('an error at a block that holds nothing stays', () => {
    expect(errorsLeft({ note: 'no' }, sent, image('v1'))).toEqual({ note: 'no' });
  });
});
