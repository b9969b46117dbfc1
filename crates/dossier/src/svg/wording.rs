//! The words of a drawing in the languages of filings.

use jiff::civil::{Date, DateTime, Time};
use remand_chronology::OnAccount;
use remand_clock::{DetentionClock, Span, Status};

use super::{Lettering, Mark};
use crate::prose;
use crate::section::span_days;

/// The words of one language.
#[derive(Debug)]
pub(crate) struct Wording {
    months: [&'static str; 12],
    /// As short as they stand on an axis.
    short: [&'static str; 12],
    /// Between the parts of a date.
    of: &'static str,
    /// The first day of a month.
    first: &'static str,
    day: (&'static str, &'static str),
    accounts: [&'static str; 4],
    statuses: [&'static str; 6],
    /// States by name of the vocabulary; others are said in English.
    states: &'static [(&'static str, &'static str)],
    decision: &'static str,
    step: &'static str,
    other: &'static str,
    as_of: &'static str,
    title: &'static str,
    more: &'static str,
    going_on: &'static str,
    to: &'static str,
    stretch: &'static str,
    whole_days: (&'static str, &'static str),
    tables: &'static str,
    axis_ends: &'static str,
    shortened: &'static str,
}

/// English, as in the dossier.
pub(crate) const ENGLISH: Wording = Wording {
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    short: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    of: " ",
    first: "1",
    day: ("day", "days"),
    accounts: [
        "All accounts together",
        "The state's own account",
        "The defence's account",
        "Independent sources",
    ],
    statuses: [
        "Ordered",
        "Ordered, disclosed late",
        "Order implied only",
        "No order known",
        "Disputed",
        "Unknown",
    ],
    states: &[],
    decision: "decision on custody",
    step: "step before a court",
    other: "other event",
    as_of: "as of {day}",
    title: "Custody from {from} to {to}",
    more: "and {n} more",
    going_on: "going on",
    to: "to {to}",
    stretch: "{status} from {from} {to}, {days}",
    whole_days: ("whole day", "whole days"),
    tables: "The tables that follow say the same.",
    axis_ends: "The axis ends on {day}.",
    shortened: "Between {from} and {to} it is drawn shortened, where nothing changes on any strip.",
};

const FRENCH: Wording = Wording {
    months: [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    short: [
        "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.",
    ],
    of: " ",
    first: "1er",
    day: ("jour", "jours"),
    accounts: ["Toutes les versions", "Version de l’État", "Version de la défense", "Sources indépendantes"],
    statuses: [
        "Décision connue",
        "Décision révélée plus tard",
        "Décision seulement supposée",
        "Aucune décision connue",
        "Contesté",
        "Inconnu",
    ],
    states: &[("solitary", "à l’isolement"), ("incommunicado", "au secret"), ("in_hospital", "à l’hôpital")],
    decision: "décision sur la détention",
    step: "étape devant un tribunal",
    other: "autre événement",
    as_of: "au {day}",
    title: "Détention du {from} au {to}",
    more: "et {n} de plus",
    going_on: "se poursuit",
    to: "au {to}",
    stretch: "{status} du {from} {to}, {days}",
    whole_days: ("jour entier", "jours entiers"),
    tables: "Le texte et les tableaux disent la même chose.",
    axis_ends: "L’axe se termine le {day}.",
    shortened: "Entre le {from} et le {to}, il est raccourci : rien n’y change sur aucune bande.",
};

const SPANISH: Wording = Wording {
    months: [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
    short: ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"],
    of: " de ",
    first: "1",
    day: ("día", "días"),
    accounts: [
        "Todas las versiones",
        "Versión del Estado",
        "Versión de la defensa",
        "Fuentes independientes",
    ],
    statuses: [
        "Orden conocida",
        "Orden revelada después",
        "Orden solo supuesta",
        "Ninguna orden conocida",
        "Discutido",
        "Desconocido",
    ],
    states: &[
        ("solitary", "en aislamiento"),
        ("incommunicado", "incomunicado"),
        ("in_hospital", "en el hospital"),
    ],
    decision: "decisión sobre la detención",
    step: "paso ante un tribunal",
    other: "otro hecho",
    as_of: "a {day}",
    title: "Detención del {from} al {to}",
    more: "y {n} más",
    going_on: "continúa",
    to: "al {to}",
    stretch: "{status} del {from} {to}, {days}",
    whole_days: ("día completo", "días completos"),
    tables: "El texto y las tablas dicen lo mismo.",
    axis_ends: "El eje termina el {day}.",
    shortened: "Entre el {from} y el {to} está acortado: nada cambia allí en ninguna franja.",
};

impl Wording {
    /// The words of a language; English where there are none.
    pub(crate) fn of(language: &str) -> &'static Self {
        match language {
            "fr" => &FRENCH,
            "es" => &SPANISH,
            _ => &ENGLISH,
        }
    }

    fn day(&self, date: Date) -> String {
        let number = if date.day() == 1 { self.first.to_owned() } else { date.day().to_string() };
        format!("{number}{}{}{}{}", self.of, self.month(date), self.of, date.year())
    }

    fn moment(&self, at: DateTime) -> String {
        let day = self.day(at.date());
        if at.time() == Time::midnight() { day } else { format!("{day}, {}", at.strftime("%H:%M")) }
    }

    fn month(&self, date: Date) -> &'static str {
        nth(&self.months, date)
    }

    fn account(&self, account: OnAccount) -> &'static str {
        let [all, state, defence, independent] = self.accounts;
        match account {
            OnAccount::All => all,
            OnAccount::State => state,
            OnAccount::Defence => defence,
            OnAccount::Independent => independent,
        }
    }

    fn status(&self, status: Status) -> &'static str {
        let [ordered, late, implied, none, disputed, unknown] = self.statuses;
        match status {
            Status::Ordered => ordered,
            Status::DisclosedLate => late,
            Status::Implied => implied,
            Status::NoOrderKnown => none,
            Status::Disputed => disputed,
            Status::Unknown => unknown,
        }
    }

    fn state(&self, name: &str) -> String {
        let own = self.states.iter().find(|(known, _)| *known == name);
        own.map_or_else(|| prose::state(name), |(_, label)| (*label).to_owned())
    }
}

impl Lettering for Wording {
    fn account(&self, account: OnAccount) -> String {
        self.account(account).to_owned()
    }

    fn status(&self, status: Status) -> String {
        self.status(status).to_owned()
    }

    fn state(&self, name: &str) -> String {
        self.state(name)
    }

    fn mark(&self, mark: Mark) -> String {
        match mark {
            Mark::Order => self.decision,
            Mark::Court => self.step,
            Mark::Other => self.other,
        }
        .to_owned()
    }

    fn day(&self, day: Date) -> String {
        self.day(day)
    }

    fn month(&self, day: Date) -> String {
        nth(&self.short, day).to_owned()
    }

    fn month_and_year(&self, day: Date) -> String {
        format!("{} {}", self.month(day), day.year())
    }

    fn days(&self, days: u64) -> String {
        prose::count(days, self.day.0, self.day.1)
    }

    fn brief(&self, length: &str) -> String {
        let letter = self.day.0.chars().next().unwrap_or('d');
        if length.ends_with('h') { length.to_owned() } else { format!("{length} {letter}") }
    }

    fn as_of(&self, day: Date) -> String {
        self.as_of.replace("{day}", &self.day(day))
    }

    fn title(&self, from: DateTime, to: Date) -> String {
        self.title.replace("{from}", &self.moment(from)).replace("{to}", &self.day(to))
    }

    fn stretch(&self, clock: &DetentionClock, span: &Span) -> String {
        let to = span.to.map(|to| self.to.replace("{to}", &self.moment(to)));
        let to = to.unwrap_or_else(|| self.going_on.to_owned());
        let days = prose::count(span_days(clock, span), self.whole_days.0, self.whole_days.1);
        self.stretch
            .replace("{status}", &self.status(span.status).to_lowercase())
            .replace("{from}", &self.moment(span.from))
            .replace("{to}", &to)
            .replace("{days}", &days)
    }

    fn more(&self, stretches: usize) -> String {
        self.more.replace("{n}", &stretches.to_string())
    }

    fn below(&self) -> String {
        self.tables.to_owned()
    }

    fn ends(&self, day: Date) -> String {
        self.axis_ends.replace("{day}", &self.day(day))
    }

    fn shortened(&self, from: DateTime, to: DateTime) -> String {
        self.shortened.replace("{from}", &self.moment(from)).replace("{to}", &self.moment(to))
    }
}

fn nth(names: &[&'static str; 12], date: Date) -> &'static str {
    let at = usize::try_from(date.month()).ok().and_then(|month| month.checked_sub(1));
    at.and_then(|at| names.get(at)).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_day_is_said_as_each_language_says_it() {
        let first = date(2031, 8, 1);
        assert_eq!(Wording::of("en").day(first), "1 August 2031");
        assert_eq!(Wording::of("fr").day(first), "1er août 2031");
        assert_eq!(Wording::of("es").day(first), "1 de agosto de 2031");
        assert_eq!(Wording::of("xx").day(first), "1 August 2031", "English where there are no words");
        assert_eq!(Wording::of("fr").moment(date(2031, 8, 2).at(14, 5, 0, 0)), "2 août 2031, 14:05");
    }

    #[test]
    fn english_is_that_of_the_dossier() {
        for status in Status::EACH {
            assert_eq!(ENGLISH.status(status), prose::status(status));
        }
        for account in OnAccount::EACH {
            assert_eq!(ENGLISH.account(account), prose::on_account(account));
        }
        assert_eq!(ENGLISH.day(date(2031, 12, 31)), prose::day(date(2031, 12, 31)));
    }
}
