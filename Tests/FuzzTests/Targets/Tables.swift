import Foundation
import Trellis

@testable import Tabular

extension FuzzTarget {
    /// A table of text: the first byte says how many bytes are read at a time, which makes no difference but to which of
    /// several errors is found first.
    static let csv = FuzzTarget(name: "csv") {
        [
            "a,b,y\n1,2.5,u\n3,,v\n", "\u{FEFF}\"a \"\"b\"\"\",c\r\n\"1\",\"x\ny\"\r\n", "y\n001\n1\n+1\n",
            "a,b\n1e308,nan\n-inf,0x1\n\n", "x,y\n1,é\n2,e\u{301}\n",
        ].map { [7] + Array($0.utf8) }
    } run: { input in
        guard let first = input.first else { return }
        let text = Array(input.dropFirst())
        let (whole, pieces) = (
            reading(text, ReadingLimits()), reading(text, ReadingLimits(chunkSize: 1 + Int(first % 64)))
        )
        require(whole == pieces, "\(whole ?? []) in one piece, but in pieces \(pieces ?? [])")
    }

    /// All that is read of a table, and of its last column as a target; nil if it is refused.
    private static func reading(_ text: [UInt8], _ limits: ReadingLimits) -> [String]? {
        do {
            let table = try Table(MemoryBytes(text), name: "t.csv", origin: .bytes(text), limits: limits)
            var contents = table.columns.map { "\($0.name) \($0.values) \($0.missing) \($0.irregularities)" }
            for problem in [Problem.classification, .regression] {
                let target = table.columnNames.last ?? ""
                do {
                    let data = try table.dataset(target: target, problem: problem)
                    contents.append("\(data.features) \(data.target)")
                } catch {
                    contents.append("\(error)")
                }
            }
            return contents
        } catch {
            _ = "\(error)"
            return nil
        }
    }

    /// A number: what C's `strtod` reads, or none.
    static let numbers = FuzzTarget(name: "number") {
        [
            "0", "-0", "1", "2147483647", "-2147483648", "2147483648", "1.5", "-.5", "5.", "1e3", "1E-3",
            "1e400",
            "1e-400", "4.9e-324", "2.4703282292062327e-324", "1.7976931348623158e308", "9007199254740993",
            "0.1000000000000000055511151231257827", "nan", "-inf", "Infinity", " 7\t",
            "123456789012345678901234567890e-10",
        ].map { Array($0.utf8) }
    } run: { input in
        // A C text ends at a zero.
        guard !input.contains(0) else { return }
        let parsed = input.withUnsafeBufferPointer { NumberParser.parse($0) }
        let spaces: Set<UInt8> = [UInt8(ascii: " "), UInt8(ascii: "\t")]
        let text = String(decoding: input.drop(while: spaces.contains), as: UTF8.self)
        let trimmed = String(text.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
        let isDecimal =
            trimmed.utf8.contains { (48...57).contains($0) }
            && trimmed.utf8.allSatisfy { (48...57).contains($0) || "+-.eE".utf8.contains($0) }
        var end: UnsafeMutablePointer<CChar>?
        let (expected, isWhole) = trimmed.withCString { start in
            let value = strtod(start, &end)
            return (value, end.map { $0 > start && $0.pointee == 0 } ?? false)
        }
        if let parsed {
            require(isWhole, "'\(trimmed)' is read as \(parsed), and by strtod not at all")
            require(
                parsed.value.bitPattern == expected.bitPattern || parsed.value.isNaN && expected.isNaN,
                "'\(trimmed)' is read as \(parsed), and by strtod as \(expected)")
        } else {
            require(!(isDecimal && isWhole), "'\(trimmed)' is not read, and by strtod as \(expected)")
        }
    }
}
