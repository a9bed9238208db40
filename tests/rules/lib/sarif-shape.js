'use strict';
// The part of the SARIF 2.1.0 schema (OASIS) that our output uses, closed as the standard closes it: no other members, the words of
// level and columnKind, ruleIndex and columns as it bounds them.
const text = { type: 'string' };
const words = (...list) => ({ enum: list });
const closed = (required, properties) => ({ type: 'object', additionalProperties: false, required, properties });
const list = (items) => ({ type: 'array', items });
const message = closed(['text'], { text, markdown: text, id: text, arguments: list(text) });
const level = words('none', 'note', 'warning', 'error');
const column = { type: 'integer', minimum: 1 };
const region = closed([], { startLine: column, startColumn: column, endLine: column, endColumn: column, snippet: closed([], { text }) });
const uri = { type: 'string', pattern: "^(?:[A-Za-z0-9\\-._~:/?#\\[\\]@!$&'()*+,;=]|%[0-9A-F]{2})+$" }; // format: uri-reference
const physicalLocation = { ...closed([], { artifactLocation: closed([], { uri, uriBaseId: text, index: { type: 'integer' } }), region, contextRegion: region }), anyOf: [{ required: ['artifactLocation'] }] };
const rule = closed(['id'], {
  id: text, name: text, shortDescription: message, fullDescription: message, help: message,
  defaultConfiguration: closed([], { level, enabled: { type: 'boolean' } }), properties: { type: 'object' },
});
const result = closed(['message'], {
  ruleId: text, ruleIndex: { type: 'integer', minimum: -1 }, level, message, locations: list(closed([], { physicalLocation })), properties: { type: 'object' },
});
const notification = closed(['message'], { level, message });
const invocation = closed(['executionSuccessful'], { executionSuccessful: { type: 'boolean' }, toolExecutionNotifications: list(notification) });
const driver = closed(['name'], { name: text, version: text, language: { type: 'string', pattern: '^[a-z]{2}(-[A-Z]{2})?$' }, rules: { ...list(rule), uniqueItems: true } });

module.exports = closed(['version', 'runs'], {
  $schema: text,
  version: words('2.1.0'),
  runs: list(closed(['tool'], {
    tool: closed(['driver'], { driver }), invocations: list(invocation), columnKind: words('utf16CodeUnits', 'unicodeCodePoints'), results: list(result),
  })),
});
