//! tmp
use oracle::generate::*;
fn main(){ let s:u64=std::env::args().nth(1).unwrap().parse().unwrap(); let m:usize=std::env::args().nth(2).unwrap().parse().unwrap(); let c=history(s); let a=oracle::answer(&c.tree,&c.statements,&c.moments[m]); for (k,v) in &a.verdicts {println!("{k:?} {v:?}");} for (k,v) in &a.clocks {println!("{k:?} {v:?}");} println!("{:?}", a.phases); }
