/// One JSON object on one line, written field by field.
///
/// A run may have a million events, for which `JSONEncoder` would take longer than the tasks.
struct JSONObjectText {
    private var fields: [String] = []

    /// The text of the object.
    var text: String { "{" + fields.joined(separator: ",") + "}" }

    /// Adds a field with a value that is JSON already.
    mutating func add(_ name: String, json: String) { fields.append("\"\(name)\":\(json)") }

    mutating func add(_ name: String, _ value: Int) { add(name, json: "\(value)") }

    /// Adds a number; NaN and infinite values, which JSON cannot represent, as `null`.
    mutating func add(_ name: String, _ value: Double) {
        add(name, json: value.isFinite ? "\(value)" : "null")
    }

    mutating func add(_ name: String, _ value: String) { add(name, json: Self.quoted(value)) }

    mutating func add(_ name: String, _ values: [Int]) {
        add(name, json: "[" + values.map { "\($0)" }.joined(separator: ",") + "]")
    }

    /// Adds an object with a field for each pair.
    mutating func add(_ name: String, _ body: (inout JSONObjectText) -> Void) {
        var object = JSONObjectText()
        body(&object)
        add(name, json: object.text)
    }

    /// Adds a field whose name may contain any characters.
    mutating func add(escaping name: String, json: String) { fields.append("\(Self.quoted(name)):\(json)") }

    /// Returns a string as a JSON literal.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case _
            where scalar.value < 0x20 || scalar.value == 0x7F || (0x2028...0x2029).contains(scalar.value):
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
