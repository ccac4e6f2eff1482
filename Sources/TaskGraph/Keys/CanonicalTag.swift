/// What the first byte of a canonically encoded value says of its type.
///
/// The numbers are part of every key: never change one.
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
