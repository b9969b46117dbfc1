//! What a norm comes to on one reading: the table of `spec/law.md`, row by row.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail loudly")]

mod common;

use common::{law, reading};
use remand_proof::{Says, Unsaid, judge};

use Says::{Breached, Idle, Kept, Open};

const HEAD: &str = "limit      hard\nin force   2000-01-01 ..\n";

fn says(rule: &str, more: &str, lines: &[&str]) -> Says {
    let law = law(&format!("{HEAD}{rule}"), more);
    let judged = judge(&law, &law.norms[0], &reading(lines));
    judged.unwrap_or_else(|unsaid| panic!("{rule} {lines:?}: {unsaid:?}")).says
}

fn table(rule: &str, rows: &[(&[&str], Says)]) {
    for (lines, expected) in rows {
        assert_eq!(says(rule, "", lines), *expected, "{rule}: {lines:?}");
    }
}

#[test]
fn within_a_time_of_a_trigger() {
    table(
        "expect     judge\n           within 48 hours of arrest",
        &[
            (&[], Idle),
            (&["judge 04T10:00"], Idle),
            (&["arrest 04T10:00", "judge 06T10:00"], Kept),
            (&["arrest 04T10:00", "judge 06T10:01"], Breached),
            (&["arrest 04T10:00", "judge 04T09:00"], Open),
            (&["arrest 04T10:00", "judge 04T09:00", "judge 05"], Kept),
            (&["arrest 04T10:00"], Open),
            (&["arrest 04T10:00", "deny judge"], Breached),
            (&["arrest 04T10:00", "deny judge", "now 05"], Open),
            (&["arrest 04T10:00", "deny judge to 06T09:59"], Open),
            (&["arrest 04T10:00", "deny judge to 06T10:00"], Breached),
            (&["arrest 04T10:00", "complete judge 04T10:00 .. 06T10:00"], Breached),
            (&["arrest 04T10:00", "complete judge 04T10:01 .. 09"], Open),
            (&["arrest 04T10:00", "judge 05", "arrest 10T10:00", "judge 15"], Breached),
        ],
    );
}

#[test]
fn silence_breaches_only_where_the_state_must_show_and_the_time_is_over() {
    let rule = "expect     judge\n           within 48 hours of arrest\nburden     state";
    table(rule, &[(&["arrest 04T10:00"], Breached), (&["arrest 04T10:00", "now 05"], Open)]);
}

#[test]
fn what_applies_and_what_sets_aside_goes_first() {
    let rule = "when       detainee is minor\nunless     release\nexpect     judge\n           within 48 hours of arrest";
    let late = ["arrest 04T10:00", "judge 09"];
    let with = |more: &[&'static str]| [&late[..], more].concat();
    let of = |lines: &[&str]| says(rule, "", lines);
    assert_eq!(of(&with(&["detainee is minor"])), Breached);
    assert_eq!(of(&with(&["detainee is not minor"])), Idle);
    assert_eq!(of(&with(&["detainee is minor", "release 12"])), Idle);
    let law = law(&format!("{HEAD}{rule}"), "");
    let unsaid = judge(&law, &law.norms[0], &reading(&late));
    assert_eq!(unsaid, Err(Unsaid::Circumstance("detainee is minor".to_owned())));
}

#[test]
fn the_last_alternative_that_holds_counts() {
    let rule = "expect     judge\n           within 48 hours of arrest\n           within 24 hours of arrest when detainee is minor\n           within 72 hours of arrest when review";
    let of = |lines: &[&str]| says(rule, "", &[&["arrest 04T10:00", "judge 06T09:00"], lines].concat());
    assert_eq!(of(&["detainee is not minor"]), Kept);
    assert_eq!(of(&["detainee is minor"]), Breached);
    assert_eq!(of(&["detainee is minor", "review 20"]), Kept);
}

#[test]
fn an_act_must_be_done_as_it_is_asked() {
    let rule = "expect     judge in_person\n           within 48 hours of arrest";
    assert_eq!(says(rule, "", &["arrest 04T10:00", "judge 05 in_person"]), Kept);
    let law = law(&format!("{HEAD}{rule}"), "");
    let mut unclear = reading(&["arrest 04T10:00", "judge 05", "deny judge"]);
    let asked = Unsaid::Qualifier(1, "in_person".to_owned());
    assert_eq!(judge(&law, &law.norms[0], &unclear), Err(asked));
    unclear.events[1].qualifiers.insert("in_person".to_owned(), false);
    assert_eq!(judge(&law, &law.norms[0], &unclear).unwrap().says, Breached);
}

#[test]
fn promptly_is_never_a_number() {
    let law = law(
        "limit      standard\nin force   2000-01-01 ..\nexpect     judge\n           promptly after arrest",
        "",
    );
    let of = |lines: &[&str]| judge(&law, &law.norms[0], &reading(lines)).unwrap().says;
    assert_eq!(of(&["arrest 04T10:00", "judge 04T10:00"]), Kept);
    assert_eq!(of(&["arrest 04", "judge 04"]), Kept);
    assert_eq!(of(&["arrest 04T10:00", "judge 04T10:01"]), Says::Reported);
    assert_eq!(of(&["arrest 04", "judge 05"]), Says::Reported);
    assert_eq!(of(&["arrest 04", "judge 03"]), Open);
    assert_eq!(of(&["arrest 04"]), Open);
    assert_eq!(of(&["arrest 04", "deny judge"]), Breached);
    assert_eq!(of(&["judge 04"]), Idle);
}

#[test]
fn before_an_event_and_so_long_before_it() {
    table(
        "expect     review\n           before verdict",
        &[
            (&["review 04"], Idle),
            (&["verdict 05T10:00", "review 05T09:59"], Kept),
            (&["verdict 05T10:00", "review 05T10:00"], Breached),
            (&["verdict 05T10:00"], Open),
            (&["verdict 05T10:00", "deny review to 05T09:59"], Breached),
            (&["verdict 05T10:00", "deny review to 05T09:58"], Open),
        ],
    );
    table(
        "counting   first day out\nexpect     review\n           at least 3 days before verdict",
        &[
            (&["verdict 08T10:00", "review 05T23:59"], Kept),
            (&["verdict 08T10:00", "review 06T00:00"], Breached),
            (&["verdict 08T10:00", "review 06T00:00", "review 05T08:00"], Kept),
        ],
    );
}

#[test]
fn again_and_again_while_a_state_lasts() {
    table(
        "expect     review\n           every 2 24-hour days while custody",
        &[
            (&["review 04"], Idle),
            (&["custody 04T10:00 .. 06T10:00"], Kept),
            (&["custody 04T10:00 .. 06T10:02"], Open),
            (&["custody 04T10:00 .. 07", "review 05T12:00"], Kept),
            (&["custody 04T10:00 .. 09", "review 05T12:00"], Open),
            (&["custody 04T10:00 .. 09", "review 05T12:00", "deny review to 07T12:00"], Breached),
            (&["custody 04T10:00 .. 09", "review 05T12:00", "deny review to 07T11:00"], Open),
        ],
    );
    table(
        "expect     review\n           every 10 24-hour days while custody first within 24 hours",
        &[
            (&["custody 04T10:00 .. 07", "review 05T10:00"], Kept),
            (&["custody 04T10:00 .. 07", "review 05T10:01"], Open),
            (&["custody 04T10:00 .. 07", "review 05T10:01", "complete review 01 .. 09"], Breached),
        ],
    );
}

#[test]
fn once_in_each_stretch_and_once_at_all() {
    table(
        "expect     family_told\n           while custody",
        &[
            (&["family_told 04"], Idle),
            (&["custody 04 .. 06", "family_told 05T23:59"], Kept),
            (&["custody 04 .. 06", "family_told 06T00:00"], Open),
            (&["custody 04 .. 06", "deny family_told"], Breached),
            (&["custody 04 ..", "deny family_told"], Open),
            (&["custody 04 .. 06", "family_told 05", "custody 10 .. 12", "deny family_told to 20"], Breached),
        ],
    );
    table(
        "expect     family_told",
        &[
            (&[], Open),
            (&["family_told 04"], Kept),
            (&["deny family_told"], Breached),
            (&["deny family_told to 20"], Open),
        ],
    );
}

#[test]
fn a_register_with_its_fields() {
    table(
        "expect     record of arrest hour, judge if any, review",
        &[
            (&[], Idle),
            (&["arrest 04T10:00", "review 05"], Kept),
            (&["arrest 04", "review 05"], Open),
            (&["arrest 04T10:00"], Open),
            (&["arrest 04T10:00", "deny review"], Breached),
            (&["arrest 04T10:00", "review 05", "deny judge"], Kept),
        ],
    );
}

#[test]
fn every_minute_of_a_state_is_covered() {
    let rule = "throughout custody covered by orders after 48 hours";
    table(
        rule,
        &[
            (&["orders 04 .. 09"], Idle),
            (&["custody 04T10:00 .. 06T10:01"], Kept),
            (&["custody 04T10:00 .. 06T10:02"], Open),
            (&["custody 04T10:00 .. 09", "orders 06T10:01 .. 09"], Kept),
            (&["custody 04T10:00 .. 09", "orders 06T10:02 .. 09"], Open),
            (&["custody 04T10:00 .. 09", "orders 06 .. 08", "no orders 08 .. 08T00:01"], Breached),
            (&["custody 04T10:00 .. 09", "no orders 04 .. 05"], Open),
            (&["custody 04T10:00 .. 09", "no orders 04 .. 09", "orders 06 .. 10"], Kept),
        ],
    );
}

#[test]
fn a_state_lasts_no_longer() {
    table(
        "custody at most 48 hours",
        &[
            (&[], Idle),
            (&["custody 04T10:00 .. 06T10:01"], Kept),
            (&["custody 04T10:00 .. 06T10:02"], Breached),
            (&["custody 04T10:00 .. 05", "custody 05 .. 07"], Breached),
            (&["custody 04T10:00 .. 05", "custody 05T01:00 .. 06"], Kept),
            (&["custody 04T10:00 ..", "now 05"], Open),
            (&["custody 04T10:00 ..", "now 07"], Breached),
        ],
    );
    table(
        "custody before verdict at most 48 hours",
        &[
            (&["custody 04T10:00 .. 09", "verdict 06T10:01"], Kept),
            (&["custody 04T10:00 .. 09", "verdict 06T10:02"], Breached),
            (&["custody 04T10:00 .. 09", "verdict 04T10:00"], Idle),
            (&["custody 04T10:00 .. 09", "verdict 20"], Breached),
            (&["custody 04T10:00 .. 09"], Open),
            (&["custody 04T10:00 .. 09", "deny verdict"], Breached),
            (&["custody 04T10:00 .. 05"], Kept),
        ],
    );
    table(
        "custody at most 48 hours in total",
        &[
            (&["custody 04 .. 05", "custody 06 .. 07"], Kept),
            (&["custody 04 .. 05", "custody 06 .. 07T00:01"], Breached),
            (&["custody 04 .. 05", "custody 06 ..", "now 06"], Open),
        ],
    );
}

#[test]
fn time_in_another_state_does_not_count() {
    table(
        "counting   first day out, stops while hospital\nexpect     judge\n           within 2 days of arrest",
        &[
            (&["arrest 04T10:00", "judge 06T23:59"], Kept),
            (&["arrest 04T10:00", "judge 07T00:00"], Breached),
            (&["arrest 04T10:00", "hospital 05 .. 06", "judge 07T23:59"], Kept),
            (&["arrest 04T10:00", "hospital 05T01:00 .. 05T23:00", "judge 07T00:00"], Breached),
            (&["arrest 04T10:00", "hospital 05 .. 06", "hospital 07 .. 08", "judge 08T23:59"], Kept),
        ],
    );
}

#[test]
fn what_must_never_be() {
    table("never      review", &[(&[], Idle), (&["deny review"], Kept), (&["review 04"], Breached)]);
    table(
        "never      review before verdict",
        &[
            (&["review 04", "verdict 05"], Breached),
            (&["review 05T10:00", "verdict 05T10:00"], Kept),
            (&["review 04"], Breached),
            (&["verdict 05"], Idle),
        ],
    );
    table(
        "never      review after verdict",
        &[
            (&["review 04", "verdict 05"], Kept),
            (&["review 06", "verdict 05", "verdict 09"], Breached),
            (&["review 04"], Kept),
        ],
    );
    table(
        "never      review while not custody",
        &[
            (&["review 04"], Open),
            (&["review 04", "custody 03 .. 05"], Kept),
            (&["review 04", "custody 05 .. 06"], Breached),
            (&["review 04", "no custody 03 .. 05"], Breached),
        ],
    );
}

#[test]
fn states_that_the_law_defines() {
    let of = |definition: &str, lines: &[&str]| {
        let define = format!("```define held\n{definition}\n```\n");
        says("counting   first day out\nnever      review while held", &define, lines)
    };
    let events = "from       arrest\nuntil      release";
    assert_eq!(of(events, &["review 04"]), Open);
    assert_eq!(of(events, &["arrest 03", "review 04"]), Breached);
    assert_eq!(of(events, &["arrest 03", "release 04T00:00", "review 04"]), Kept);
    assert_eq!(of(events, &["arrest 03", "release 04T00:01", "review 04"]), Breached);
    assert_eq!(of(events, &["arrest 03T10:00", "release 03T10:00", "review 04"]), Breached);
    let short = "from       arrest\nuntil      release\nlasting    2 days";
    assert_eq!(of(short, &["arrest 03T10:00", "review 05T23:59"]), Breached);
    assert_eq!(of(short, &["arrest 03T10:00", "review 06T00:00"]), Kept);
    assert_eq!(of(short, &["arrest 03T10:00", "arrest 05", "review 06T00:00"]), Kept);
    let outside = "from       arrest\nuntil      release\nwhile      not hospital";
    assert_eq!(of(outside, &["arrest 03", "hospital 04 .. 05", "review 04T12:00"]), Kept);
    assert_eq!(of(outside, &["arrest 03", "hospital 04 .. 05", "review 05T00:00"]), Breached);
    let cut = "until      verdict\nwhile      custody";
    assert_eq!(of(cut, &["custody 03 .. 09", "verdict 05T10:00", "review 05T09:59"]), Breached);
    assert_eq!(of(cut, &["custody 03 .. 09", "verdict 05T10:00", "review 05T10:00"]), Kept);
}

#[test]
fn triggers_made_of_others() {
    let within = |trigger: &str| format!("expect     judge\n           within 24 hours of {trigger}");
    let earlier = within("the earlier of arrest and review");
    assert_eq!(says(&earlier, "", &["arrest 05", "review 04", "judge 05T01:00"]), Breached);
    assert_eq!(says(&earlier, "", &["arrest 05", "judge 05T01:00"]), Kept);
    let later = within("the later of arrest and review");
    assert_eq!(says(&later, "", &["arrest 05", "review 04", "judge 05T01:00"]), Kept);
    assert_eq!(says(&later, "", &["arrest 05", "judge 09"]), Idle);
    let after = within("24 hours after arrest");
    assert_eq!(says(&after, "", &["arrest 04T10:00", "judge 06T10:00"]), Kept);
    assert_eq!(says(&after, "", &["arrest 04T10:00", "judge 06T10:01"]), Breached);
    assert_eq!(says(&after, "", &["arrest 04T10:00", "judge 04T12:00"]), Open);
}

#[test]
fn a_number_of_the_law_changes_with_the_day() {
    let parameter = "```parameter made.hours\ncites      Made-up Act s. 2\nchecked    2024-01-31 against text\nvalue      48 hours from 2024-01-10\nvalue      24 hours from 2024-01-20\n```\n";
    let rule = "expect     judge\n           within made.hours of arrest";
    assert_eq!(says(rule, parameter, &["arrest 09", "judge 20"]), Idle);
    assert_eq!(says(rule, parameter, &["arrest 10", "judge 12T00:00"]), Kept);
    assert_eq!(says(rule, parameter, &["arrest 20", "judge 22T00:00"]), Breached);
}

#[test]
fn whom_and_when_it_binds() {
    let rule = "expect     judge\n           within 48 hours of arrest";
    let of = |head: &str, lines: &[&str]| {
        let law = law(&format!("limit      hard\n{head}\n{rule}"), "");
        let late = [&["arrest 04T10:00", "judge 09"], lines].concat();
        judge(&law, &law.norms[0], &reading(&late)).map(|judged| judged.says)
    };
    assert_eq!(of("in force   2024-01-05 ..", &[]), Ok(Idle));
    assert_eq!(of("in force   2024-01-01 or 2024-01-05 ..", &[]), Err(Unsaid::InForce));
    assert_eq!(of("in force   2000-01-01 ..\nparty      zz 2024-01-05", &["country zz"]), Ok(Idle));
    assert_eq!(of("in force   2000-01-01 ..\nparty      zz 2024-01-04", &["country zz"]), Ok(Breached));
    assert_eq!(of("in force   2000-01-01 ..\nmembers    yy", &["country zz"]), Ok(Idle));
    assert_eq!(of("in force   2000-01-01 ..\nmembers    yy", &[]), Ok(Breached));
    assert_eq!(of("in force   2000-01-01 ..\nreserved   zz 2024-01-04 ..", &["country zz"]), Ok(Idle));
    let derogated = "in force   2000-01-01 ..\nderogated  zz 2024-01-01 .. 2024-01-31";
    assert_eq!(of(&format!("{derogated}\nderogation possible"), &["country zz"]), Ok(Open));
    assert_eq!(of(&format!("{derogated}\nderogation never"), &["country zz"]), Ok(Breached));
}

#[test]
fn an_end_that_can_be_counted_two_ways_is_asked_for() {
    let law = law(
        &format!(
            "{HEAD}counting   first day in or out\nexpect     judge\n           within 2 days of arrest"
        ),
        "",
    );
    let mut late = reading(&["arrest 04T10:00", "judge 06T10:00"]);
    assert_eq!(judge(&law, &law.norms[0], &late), Err(Unsaid::LaterEnd));
    late.later_end = Some(true);
    assert_eq!(judge(&law, &law.norms[0], &late).unwrap().says, Kept);
    late.later_end = Some(false);
    assert_eq!(judge(&law, &law.norms[0], &late).unwrap().says, Breached);
}
