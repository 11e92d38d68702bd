import { isObject, type JsonObject, objectsIn } from './json.ts';

/** Numbers things of one workspace in order, so that two runs with the same seed name them alike. */
export class Ids {
  #count = 0;

  /** For example `V000000001` for a view. */
  next(prefix: string): string {
    this.#count += 1;
    return `${prefix}${this.#count.toString(36).toUpperCase().padStart(9, '0')}`;
  }

  /** Fills in `block_id` and `action_id` where the app gave none, as Slack does. */
  block(block: JsonObject): JsonObject {
    const named: JsonObject = { block_id: this.next('b'), ...block };
    for (const key of ['accessory', 'element']) {
      const element = block[key];
      if (isObject(element)) named[key] = this.#element(element);
    }
    if (block['type'] === 'actions')
      named['elements'] = objectsIn(block, 'elements').map((each) => this.#element(each));
    return named;
  }

  #element(element: JsonObject): JsonObject {
    return element['type'] === 'image' ? element : { action_id: this.next('a'), ...element };
  }
}
