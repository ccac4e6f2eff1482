/// The type of a canonically encoded value, which is its first byte.
///
/// The raw values are part of every key and must not change.
package enum CanonicalTag: UInt8, Sendable {
    case `nil` = 0
    case bool = 1
    case int = 2
    case double = 3
    case string = 4
    case bytes = 5
    case key = 6
    case list = 7
    case ints = 8
    case doubles = 9
}
