extension ColumnExpression {
    private static func call(_ function: Function, _ operands: ColumnExpression...) -> ColumnExpression {
        ColumnExpression(.call(function, operands.map(\.node)))
    }

    // MARK: Arithmetic

    /// The sum of numbers, or a date and a number of seconds.
    ///
    /// A date that is not in the years from 1 to 9999 is missing.
    public static func + (left: ColumnExpression, right: ColumnExpression) -> ColumnExpression {
        call(.add, left, right)
    }

    /// The difference of numbers, the seconds between two dates, or the date a number of seconds earlier.
    ///
    /// A date that is not in the years from 1 to 9999 is missing.
    public static func - (left: ColumnExpression, right: ColumnExpression) -> ColumnExpression {
        call(.subtract, left, right)
    }

    /// The product of numbers.
    public static func * (left: ColumnExpression, right: ColumnExpression) -> ColumnExpression {
        call(.multiply, left, right)
    }

    /// The quotient of numbers, which is infinite or missing if the divisor is 0.
    public static func / (left: ColumnExpression, right: ColumnExpression) -> ColumnExpression {
        call(.divide, left, right)
    }

    /// The remainder of a division of numbers, which has the sign of the divisor, as in Python.
    public static func % (left: ColumnExpression, right: ColumnExpression) -> ColumnExpression {
        call(.modulo, left, right)
    }

    /// The negative of a number.
    public static prefix func - (operand: ColumnExpression) -> ColumnExpression { call(.negate, operand) }

    /// Returns the power of a number.
    ///
    /// - Parameter exponent: The exponent.
    public func power(_ exponent: ColumnExpression) -> ColumnExpression { Self.call(.power, self, exponent) }

    /// The magnitude of a number.
    public var magnitude: ColumnExpression { Self.call(.abs, self) }

    /// The square root of a number; missing for negative numbers.
    public var squareRoot: ColumnExpression { Self.call(.sqrt, self) }

    /// The natural logarithm of a number; missing for negative numbers.
    public var logarithm: ColumnExpression { Self.call(.log, self) }

    /// The largest whole number that is not above a number.
    public var floor: ColumnExpression { Self.call(.floor, self) }

    /// The whole number nearest to a number, the even one if two are.
    public var rounded: ColumnExpression { Self.call(.round, self) }

    // MARK: Comparisons

    /// Whether a value is less than another; texts are compared as bytes.
    public static func < (left: ColumnExpression, right: ColumnExpression) -> ColumnExpression {
        call(.less, left, right)
    }

    /// Whether a value is at most another.
    public static func <= (left: ColumnExpression, right: ColumnExpression) -> ColumnExpression {
        call(.lessOrEqual, left, right)
    }

    /// Whether a value is greater than another.
    public static func > (left: ColumnExpression, right: ColumnExpression) -> ColumnExpression {
        call(.greater, left, right)
    }

    /// Whether a value is at least another.
    public static func >= (left: ColumnExpression, right: ColumnExpression) -> ColumnExpression {
        call(.greaterOrEqual, left, right)
    }

    /// Whether two values are equal.
    public static func == (left: ColumnExpression, right: ColumnExpression) -> ColumnExpression {
        call(.equal, left, right)
    }

    /// Whether two values differ, or one is missing.
    public static func != (left: ColumnExpression, right: ColumnExpression) -> ColumnExpression {
        call(.notEqual, left, right)
    }

    /// Whether both conditions are true.
    public static func && (left: ColumnExpression, right: ColumnExpression) -> ColumnExpression {
        call(.and, left, right)
    }

    /// Whether at least one of two conditions is true.
    public static func || (left: ColumnExpression, right: ColumnExpression) -> ColumnExpression {
        call(.or, left, right)
    }

    /// Whether a condition is false.
    public static prefix func ! (operand: ColumnExpression) -> ColumnExpression { call(.not, operand) }

    /// Whether the value is missing.
    public var isMissing: ColumnExpression { Self.call(.isMissing, self) }

    /// Returns the value, or another number or date where it is missing.
    ///
    /// - Parameter replacement: The other value.
    public func ifMissing(_ replacement: ColumnExpression) -> ColumnExpression {
        Self.call(.ifMissing, self, replacement)
    }

    // MARK: Dates and texts

    /// The year of a date in UTC.
    public var year: ColumnExpression { Self.call(.year, self) }

    /// The month of a date in UTC, from 1.
    public var month: ColumnExpression { Self.call(.month, self) }

    /// The day of the month of a date in UTC, from 1.
    public var day: ColumnExpression { Self.call(.day, self) }

    /// The hour of a date in UTC, from 0.
    public var hour: ColumnExpression { Self.call(.hour, self) }

    /// The minute of a date, from 0.
    public var minute: ColumnExpression { Self.call(.minute, self) }

    /// The second of a date, from 0.
    public var second: ColumnExpression { Self.call(.second, self) }

    /// The weekday of a date in UTC, from 0 for Monday to 6 for Sunday, as in pandas.
    public var weekday: ColumnExpression { Self.call(.weekday, self) }

    /// The midnight at which the day of a date begins, in UTC.
    public var date: ColumnExpression { Self.call(.date, self) }

    /// The text in lower case.
    public var lowercased: ColumnExpression { Self.call(.lower, self) }

    /// The text in upper case.
    public var uppercased: ColumnExpression { Self.call(.upper, self) }

    /// The number of Unicode scalars of a text.
    public var length: ColumnExpression { Self.call(.length, self) }

    /// Returns whether a text begins with another.
    ///
    /// - Parameter prefix: The other text.
    public func starts(with prefix: String) -> ColumnExpression {
        Self.call(.startsWith, self, ColumnExpression(stringLiteral: prefix))
    }

    /// Returns whether a text ends with another.
    ///
    /// - Parameter suffix: The other text.
    public func ends(with suffix: String) -> ColumnExpression {
        Self.call(.endsWith, self, ColumnExpression(stringLiteral: suffix))
    }

    /// Returns whether a text contains another.
    ///
    /// - Parameter part: The other text.
    public func contains(_ part: String) -> ColumnExpression {
        Self.call(.contains, self, ColumnExpression(stringLiteral: part))
    }
}
