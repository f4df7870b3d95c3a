"""Names that a JSON value inherits in JavaScript: `json?.length` would find one where the document has no such member.

Made by listing `Object.getOwnPropertyNames` along the prototype chains of `{}`, `[]`, `""`, `0` and `true` in Node 20,
inside Newman 6.2.2's sandbox and inside the sandbox of newer Postman versions (postman-sandbox 6.7.4); both sandboxes
load Sugar.js, which adds some 200 methods. Then the names that ECMAScript proposals give such prototypes, that engines
used to have (`toSource`, `watch`), and that libraries in the sandbox add when a script asks for it (chai's `should`).
"""

__all__ = ["INHERITED_NAMES"]

_TEXT = """
    __count__ __defineGetter__ __defineSetter__ __lookupGetter__ __lookupSetter__ __noSuchMethod__ __parent__
    __proto__ abbr abs acos add all anchor any asin assign at atan average big blink bold bytes camelize capitalize
    ceil charAt charCodeAt chars chr chunks clamp clone codePointAt codePoints codes compact concat constructor
    contains cooked copyWithin cos count dasherize day dayAfter dayAgo dayBefore dayFromNow days daysAfter daysAgo
    daysBefore daysFromNow decodeBase64 dedent downto drop duration each encodeBase64 endsWith entries escape
    escapeHTML escapeRegExp escapeURL every exclude exp fill filter filterOut filterReject find findAll findIndex
    findLast findLastIndex first fixed flat flatMap flatten floor fold fontcolor fontsize forEach format from
    getOrInsert getOrInsertComputed group groupBy groupByToMap groupToMap hankaku has hasArabic hasCyrillic
    hasDevanagari hasGreek hasHan hasHangul hasHebrew hasHiragana hasKana hasKanji hasKatakana hasLatin
    hasOwnProperty hasThai hex hiragana hour hourAfter hourAgo hourBefore hourFromNow hours hoursAfter hoursAgo
    hoursBefore hoursFromNow humanize inGroups inGroupsOf include includes indexOf insert intersect isArabic isBlank
    isCyrillic isDevanagari isEmpty isEven isGreek isHan isHangul isHebrew isHiragana isInteger isKana isKanji
    isKatakana isLatin isMultipleOf isOdd isPrototypeOf isThai isWellFormed italics item join katakana keys last
    lastIndex lastIndexOf lastItem least length lines link localeCompare log map match matchAll max metric
    millisecond millisecondAfter millisecondAgo millisecondBefore millisecondFromNow milliseconds millisecondsAfter
    millisecondsAgo millisecondsBefore millisecondsFromNow min minute minuteAfter minuteAgo minuteBefore
    minuteFromNow minutes minutesAfter minutesAgo minutesBefore minutesFromNow month monthAfter monthAgo monthBefore
    monthFromNow months monthsAfter monthsAgo monthsBefore monthsFromNow most none normalize ordinalize pad padEnd
    padLeft padRight padStart paragraphs parameterize partition pluralize pop pow propertyIsEnumerable push quote
    random randomize range reduce reduceRight remove removeAt removeTags repeat replace replaceAll reverse round
    sample scan search second secondAfter secondAgo secondBefore secondFromNow seconds secondsAfter secondsAgo
    secondsBefore secondsFromNow shift should shuffle sin singularize slice sliding small some sort sortBy spacify
    splice split sqrt startsWith strike stripTags sub substr substring subtract sum sup take tan times titleize to
    toExponential toFixed toLocaleLowerCase toLocaleString toLocaleUpperCase toLowerCase toNumber toPrecision
    toReversed toSorted toSource toSpliced toString toTemporalInstant toUpperCase toWellFormed trim trimEnd trimLeft
    trimRight trimStart truncate underscore unescapeHTML unescapeURL union unique uniqueBy unshift unwatch upto
    valueOf values watch week weekAfter weekAgo weekBefore weekFromNow weeks weeksAfter weeksAgo weeksBefore
    weeksFromNow windows with words year yearAfter yearAgo yearBefore yearFromNow years yearsAfter yearsAgo
    yearsBefore yearsFromNow zenkaku zip
"""

INHERITED_NAMES: tuple[str, ...] = tuple(_TEXT.split())
"""In the order of their code points."""
